import { checkRule, completeRule, type PartialRule } from "../policy/index";
import type { ActionClass, RuleFinding } from "../policy/schema";
import type { DeclaredRule } from "./config";
import type { Path } from "./problem";
import type { Reader } from "./reader";
import { type RuleEntry, ruleEntrySchema } from "./schema";

/** Reads the rules of the file, and tells which contradict themselves or each other. */
export function readRules(reader: Reader, section: readonly unknown[]): DeclaredRule[] {
  const rules = section.flatMap((value, index): DeclaredRule[] => {
    const path = ["rules", index];
    const entry = reader.entry(ruleEntrySchema, value, path);
    return entry ? [{ path, body: completeRule(toPartial(entry)) }] : [];
  });
  for (const [index, { body, path }] of rules.entries()) {
    for (const finding of checkRule(body, asOthers(rules.slice(0, index))).errors) noteFinding(reader, path, finding);
    const { warnings } = checkRule(body, asOthers(rules.filter((other) => other.body !== body)));
    for (const { field, sentence } of warnings) reader.warn(pathOfField(path, field), sentence);
  }
  return rules;
}

/** A rule of the file beside which another is checked; it has no id yet, and its name serves. */
const asOthers = (rules: readonly DeclaredRule[]) => rules.map(({ body }) => ({ ...body, id: body.name, version: 0 }));

function noteFinding(reader: Reader, path: Path, { field, sentence }: RuleFinding): void {
  reader.refuse(pathOfField(path, field), sentence);
}

const FILE_KEYS: Record<string, string> = {
  idleSeconds: "idle",
  leaseSeconds: "lease",
  endSeconds: "end",
  decideBySeconds: "decideBy",
  stallSeconds: "stall",
  readySeconds: "ready",
  coolDownSeconds: "coolDown",
  breakGlassSeconds: "breakGlass",
  calls: "hold",
};

/** Where the file says what a rule calls `field`: the same words, but for the short form of clocks and classes. */
export function pathOfField(path: Path, field: string): Path {
  const [outer = "", inner] = field.split(".");
  const key = FILE_KEYS[outer] ?? outer;
  return inner === undefined || key === "hold" ? [...path, key] : [...path, key, inner];
}

function toPartial(entry: RuleEntry): PartialRule {
  const { idle, lease, end, decideBy, stall, ready, coolDown, hold, reviewBy, sign, breakGlass, ...same } = entry;
  return {
    ...same,
    idleSeconds: idle,
    leaseSeconds: lease,
    endSeconds: end,
    decideBySeconds: decideBy,
    stallSeconds: stall,
    readySeconds: ready,
    coolDownSeconds: coolDown,
    breakGlassSeconds: breakGlass,
    calls: hold && byClass((name) => (hold.includes(name) ? "hold" : "allow")),
    reviewBy: typeof reviewBy === "string" ? byClass(() => reviewBy) : reviewBy,
    sign: typeof sign === "string" ? byClass(() => sign) : sign,
  };
}

/** One value for each class. */
function byClass<T>(choose: (name: ActionClass) => T): Record<ActionClass, T> {
  return {
    read: choose("read"),
    write: choose("write"),
    destructive: choose("destructive"),
    unclassed: choose("unclassed"),
  };
}
