import { allNeeds, needsImply } from "./approvers";
import { CLASSES } from "./class";
import type { RuleRef } from "./rule";
import { sayNeedsFully } from "./say-approvers";
import { CLOCK_NAMES, type ClockName, type Clocks, type Term, type Terms, tighterClock } from "./term";

/** The authority of a grant as far as rules made it. */
export type Granted = { terms: Terms; clocks: Clocks };

export type Verdict = "tighter" | "looser" | "same";

/** One number of a running task, as it is held and as the rules in force would give it. */
export type ClockChange = {
  name: ClockName;
  old: number | null;
  new: number | null;
  verdict: Verdict;
  /** The rule the new number comes from; null when the charter asked for less. */
  rule: RuleRef | null;
};

/** One thing the rules in force say differently about a tool that a task holds. */
export type TermChange = {
  server: string;
  tool: string;
  /** `rule`: no rule covers the tool any more, `new` is null. */
  field: TermField | "rule";
  old: TermValue;
  new: TermValue;
  verdict: Verdict;
  rule: RuleRef | null;
};
/** null: no rule covers the tool any more, or a number that has no limit. */
type TermValue = string | number | null;

export type TermsComparison = {
  /** Every number, in the order in which people read them. */
  clocks: ClockChange[];
  /** Only what differs. */
  tools: TermChange[];
  /** Whether "apply the tighter ones now" would change anything. */
  anyTighter: boolean;
};

type ByClass = "calls" | "reviewBy" | "sign";
/** What a term says of how calls are decided. Who is told gives nobody anything, so it is no part of the comparison. */
export type TermField =
  | `${ByClass}.${(typeof CLASSES)[number]}`
  | "decideBySeconds"
  | "readySeconds"
  | "context"
  | "mask"
  | "asksPerMinute"
  | "approvalsPerHour"
  | "breakGlassSeconds"
  | "needs";

/**
 * Compares what a running task holds with what the rules in force would give it now.
 *
 * @param now What `termsFor` answers for the task's charter; without terms when no rule covers it any more.
 */
export function compareTerms(held: Granted, now: Granted | { uncovered: unknown[] }): TermsComparison {
  const given = "terms" in now ? now : { terms: [], clocks: held.clocks };
  const clocks = CLOCK_NAMES.map((name) => clockChange(name, held.clocks, given.clocks));
  const tools = held.terms.flatMap((term) => termChanges(term, termOf(given.terms, term)));
  return { clocks, tools, anyTighter: [...clocks, ...tools].some((change) => change.verdict === "tighter") };
}

/**
 * Takes of the rules in force only what is tighter than what a task holds: the result is never looser than either.
 * A tool that no rule covers any more loses its terms, and with them every call; a tool that the task does not hold
 * is not added.
 */
export function tightest(held: Granted, now: Granted | { uncovered: unknown[] }): Granted {
  if (!("terms" in now)) return { terms: [], clocks: held.clocks };
  const terms = held.terms.flatMap((term) => {
    const other = termOf(now.terms, term);
    return other ? [tightestTerm(term, other)] : [];
  });
  return { terms, clocks: tightestClocks(held.clocks, now.clocks) };
}

const termOf = (terms: Terms, { server, tool }: Term): Term | undefined =>
  terms.find((term) => term.server === server && term.tool === tool);

function clockVerdict(name: ClockName, old: number | null, now: number | null): Verdict {
  if (old === now) return "same";
  return tighterClock(name, old, now) === now ? "tighter" : "looser";
}

function clockChange(name: ClockName, held: Clocks, now: Clocks): ClockChange {
  const verdict = clockVerdict(name, held[name], now[name]);
  return { name, old: held[name], new: now[name], verdict, rule: now.from[name] ?? null };
}

function tightestClocks(held: Clocks, now: Clocks): Clocks {
  const result: Clocks = { ...held, from: { ...held.from } };
  for (const name of CLOCK_NAMES) {
    if (clockVerdict(name, held[name], now[name]) !== "tighter") continue;
    Object.assign(result, { [name]: now[name] });
    result.from[name] = now.from[name] ?? null;
  }
  return result;
}

/** How strict each word of a term is. */
const STRICTNESS = { allow: 0, hold: 1, any: 0, page: 1, none: 0, passkey: 1, device_passkey: 2 } as const;

function termVerdict(field: TermField, old: TermValue, now: TermValue): Verdict {
  if (old === now) return "same";
  if (field === "context" || field === "mask") return covers(old, now) ? "looser" : "tighter";
  const looser = strictness(now) < strictness(old);
  return looser ? "looser" : "tighter";
}

/** Less time is stricter; of the words, the one that asks for more of a person. */
function strictness(value: TermValue): number {
  if (value === null) return Number.NEGATIVE_INFINITY; // no limit
  if (typeof value === "number") return -value;
  return value in STRICTNESS ? STRICTNESS[value as keyof typeof STRICTNESS] : Number.POSITIVE_INFINITY;
}

/** Whether every name of the one list is in the other: more names pause or hide more. */
function covers(list: TermValue, part: TermValue): boolean {
  const names = new Set(String(list).split(", "));
  return String(part)
    .split(", ")
    .every((name) => name === "" || names.has(name));
}

const both = <T extends string>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])];
const fewer = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

function fieldsOf(term: Term): [TermField, TermValue][] {
  return [
    ...CLASSES.map((name): [TermField, string] => [`calls.${name}`, term.calls[name]]),
    ...CLASSES.map((name): [TermField, string] => [`reviewBy.${name}`, term.reviewBy[name]]),
    ...CLASSES.map((name): [TermField, string] => [`sign.${name}`, term.sign[name]]),
    ["decideBySeconds", term.decideBySeconds],
    ["readySeconds", term.readySeconds],
    ["context", [...term.context].sort().join(", ")],
    ["mask", [...term.mask].sort().join(", ")],
    ["asksPerMinute", term.asksPerMinute],
    ["approvalsPerHour", term.approvalsPerHour],
    ["breakGlassSeconds", term.breakGlassSeconds],
  ];
}

function termChanges(held: Term, now: Term | undefined): TermChange[] {
  const { server, tool } = held;
  if (!now) {
    const old = `${held.rule.name} v${held.rule.version}`;
    return [{ server, tool, field: "rule", old, new: null, verdict: "tighter", rule: null }];
  }
  const after = new Map(fieldsOf(now));
  const numbers = fieldsOf(held).flatMap(([field, old]) => {
    const value = after.has(field) ? (after.get(field) ?? null) : old;
    const verdict = termVerdict(field, old, value);
    return verdict === "same" ? [] : [{ server, tool, field, old, new: value, verdict, rule: now.rule }];
  });
  return [...numbers, ...needsChange(held, now)];
}

/** Tighter is what asks for anything that is not asked for already; looser is what asks for less and nothing more. */
function needsChange(held: Term, now: Term): TermChange[] {
  const adds = !needsImply(held.needs, now.needs);
  if (!adds && needsImply(now.needs, held.needs)) return [];
  const [old, said] = [sayNeedsFully(held.needs), sayNeedsFully(adds ? bothNeeds(held, now) : now.needs)];
  const { server, tool } = held;
  return [{ server, tool, field: "needs", old, new: said, verdict: adds ? "tighter" : "looser", rule: now.rule }];
}

const bothNeeds = (held: Term, now: Term) => allNeeds([...held.needs, ...now.needs]);

function tightestTerm(held: Term, now: Term): Term {
  const stricter = <T extends string>(a: T, b: T): T => (strictness(b) > strictness(a) ? b : a);
  const byClass = <T extends string>(a: Record<(typeof CLASSES)[number], T>, b: typeof a) => ({
    read: stricter(a.read, b.read),
    write: stricter(a.write, b.write),
    destructive: stricter(a.destructive, b.destructive),
    unclassed: stricter(a.unclassed, b.unclassed),
  });
  const changed = termChanges(held, now).some((change) => change.verdict === "tighter");
  return {
    ...held,
    // The rule that asked for the change is the one that decisions name from now on.
    rule: changed ? now.rule : held.rule,
    calls: byClass(held.calls, now.calls),
    reviewBy: byClass(held.reviewBy, now.reviewBy),
    sign: byClass(held.sign, now.sign),
    decideBySeconds: Math.min(held.decideBySeconds, now.decideBySeconds),
    readySeconds: Math.min(held.readySeconds, now.readySeconds),
    context: both(held.context, now.context),
    mask: both(held.mask, now.mask),
    asksPerMinute: fewer(held.asksPerMinute, now.asksPerMinute),
    approvalsPerHour: fewer(held.approvalsPerHour, now.approvalsPerHour),
    breakGlassSeconds: Math.min(held.breakGlassSeconds, now.breakGlassSeconds),
    needs: bothNeeds(held, now),
  };
}
