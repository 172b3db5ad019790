import { DEFAULT_RULE, type RuleBody } from "./rule";

/** A rule as a file may write it: its name, and whatever it sets. */
export type PartialRule = Pick<RuleBody, "name"> &
  Partial<Omit<RuleBody, "name" | "calls" | "reviewBy" | "sign">> & {
    calls?: Partial<RuleBody["calls"]>;
    reviewBy?: Partial<RuleBody["reviewBy"]>;
    sign?: Partial<RuleBody["sign"]>;
  };

/**
 * Fills what a rule leaves out from the rule of a new installation. A number that was left out is cut to fit inside
 * those that were given, so that `end: 5m` alone is no contradiction; a number that was given is never touched.
 */
export function completeRule(given: PartialRule): RuleBody {
  const body: RuleBody = {
    ...DEFAULT_RULE,
    ...defined(given),
    calls: { ...DEFAULT_RULE.calls, ...defined(given.calls ?? {}) },
    reviewBy: { ...DEFAULT_RULE.reviewBy, ...defined(given.reviewBy ?? {}) },
    sign: { ...DEFAULT_RULE.sign, ...defined(given.sign ?? {}) },
  };
  const leaseSeconds = given.leaseSeconds ?? Math.min(body.leaseSeconds, body.endSeconds);
  const fitting = { ...body, leaseSeconds };
  fitting.idleSeconds = given.idleSeconds ?? Math.min(body.idleSeconds, leaseSeconds);
  fitting.decideBySeconds = given.decideBySeconds ?? Math.min(body.decideBySeconds, body.endSeconds);
  fitting.readySeconds = given.readySeconds ?? Math.min(body.readySeconds, body.endSeconds);
  if (given.stallSeconds === undefined && body.stallSeconds !== null) {
    fitting.stallSeconds = Math.min(body.stallSeconds, leaseSeconds);
  }
  return fitting;
}

/** Leaves out what is there but undefined: an optional field of a parsed file must not erase a default. */
function defined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
