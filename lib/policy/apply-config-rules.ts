import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { storeNextVersion } from "./next-version";
import { refuseContradictions } from "./refuse-rule";
import { refuseUnknownGroups } from "./refuse-unknown-groups";
import { bodyOf, DEFAULT_RULE, type RuleBody, sameBody } from "./rule";
import { forgetRules } from "./rules-in-force";
import { lockRules, readRules, type StoredRule, writeSource } from "./store";

/** What applying a file's rules did, by name. */
export type AppliedRules = { made: string[]; changed: string[]; turnedOff: string[] };

/**
 * Makes the rules of the configuration file the stored ones: new ones are made, those that differ get a next version,
 * one of the same name made on the page now belongs to the file. A rule that disappeared from the file is turned off
 * and given back to the page; the default rule is given back as it is, because without it nothing would be covered.
 * Applying the same rules again changes nothing.
 *
 * @param bodies Complete and valid rules, as `completeRule` and `ruleBodySchema` give them.
 * @param tx The caller's transaction; without it, one of its own.
 * @throws RULE_CONTRADICTS when a rule contradicts itself or another one; NAME_TAKEN when the file names one twice.
 */
export async function applyConfigRules(bodies: readonly RuleBody[], tx?: Tx): Promise<AppliedRules> {
  refuseTwins(bodies);
  const work = (inside: Tx) => apply(inside, bodies);
  const applied = tx ? await work(tx) : await inTransaction(work);
  forgetRules();
  return applied;
}

function refuseTwins(bodies: readonly RuleBody[]): void {
  const twin = bodies.find((body, index) => bodies.findIndex((other) => other.name === body.name) !== index);
  if (twin) throw new AppError("NAME_TAKEN", `The configuration file declares rule ${twin.name} twice.`);
}

async function apply(tx: Tx, bodies: readonly RuleBody[]): Promise<AppliedRules> {
  await lockRules(tx);
  const turnedOff = await releaseMissing(tx, bodies);
  const before = await readRules(tx);
  const applied: AppliedRules = { made: [], changed: [], turnedOff };
  for (const body of bodies) {
    const present = before.find((rule) => rule.name === body.name) ?? null;
    const done = await applyOne(tx, body, present);
    if (done) applied[done].push(body.name);
  }
  // Checked at the end: what the file says as a whole counts, not the order in which it says it.
  const after = await readRules(tx);
  for (const body of bodies) refuseContradictions(body, after, after.find((rule) => rule.name === body.name) ?? null);
  for (const body of bodies) await refuseUnknownGroups(tx, body);
  return applied;
}

async function applyOne(tx: Tx, body: RuleBody, present: StoredRule | null): Promise<"made" | "changed" | null> {
  if (present && sameBody(present, body)) {
    if (present.source === "config") return null;
    await writeSource(tx, present.id, "config");
    return "changed";
  }
  await storeNextVersion(tx, {
    present,
    body,
    source: "config",
    byId: null,
    reason: "The configuration file says so.",
  });
  return present ? "changed" : "made";
}

/** Gives the file's rules that it no longer declares back to the page; those that were on are turned off first. */
async function releaseMissing(tx: Tx, bodies: readonly RuleBody[]): Promise<string[]> {
  const declared = new Set(bodies.map((body) => body.name));
  const missing = (await readRules(tx)).filter((rule) => rule.source === "config" && !declared.has(rule.name));
  const [staying, leaving] = [missing.filter(staysAsItIs), missing.filter((rule) => !staysAsItIs(rule))];
  for (const rule of staying) await writeSource(tx, rule.id, "page");
  for (const rule of leaving) await turnOff(tx, rule);
  return leaving.map((rule) => rule.name);
}

const staysAsItIs = (rule: StoredRule) => rule.name === DEFAULT_RULE.name || !rule.on;

async function turnOff(tx: Tx, rule: StoredRule): Promise<void> {
  const body = { ...bodyOf(rule), on: false };
  const reason = "The configuration file no longer declares it.";
  await storeNextVersion(tx, { present: rule, body, source: "page", byId: null, reason });
}
