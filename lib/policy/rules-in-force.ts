import type { Tx } from "../db/index";
import type { Rule } from "./rule";
import { readRules } from "./store";

/** How long a process may go on with rules that another one has changed. */
const FRESH_MS = 1000;

let slot: { readAt: number; rules: Promise<Rule[]> } | undefined;

/**
 * The rules that are on, in the order in which they come first. At most 1 s old, and never older than this process's
 * own last change; in a transaction they are read afresh.
 *
 * @throws UNAVAILABLE and other errors of the database: who asks must then deny, there is no stale answer.
 */
export async function rulesInForce(tx?: Tx): Promise<Rule[]> {
  if (tx) return onlyOn(readRules(tx));
  const now = performance.now();
  if (slot && now - slot.readAt < FRESH_MS) return slot.rules;
  const mine = { readAt: now, rules: onlyOn(readRules()) };
  slot = mine;
  mine.rules.catch(() => {
    if (slot === mine) slot = undefined; // a failure is not remembered: the next question asks again
  });
  return mine.rules;
}

/** Forgets what was read; called after every change of this process has committed. */
export function forgetRules(): void {
  slot = undefined;
}

const onlyOn = async (rules: Promise<Rule[]>): Promise<Rule[]> => (await rules).filter((rule) => rule.on);
