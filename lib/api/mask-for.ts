import { rulesInForce } from "../policy/index";
import type { ActionClass } from "../policy/schema";
import { DEFAULT_RULE, winningRule } from "../policy/schema";

/**
 * The names that are masked in a payload that is read now: those of the rule in force for such a call. Where no rule
 * covers it any more, those of a new installation.
 */
export async function maskFor(of: {
  agent: string;
  server: string;
  tool: string;
  class: ActionClass;
}): Promise<readonly string[]> {
  return (winningRule(await rulesInForce(), of).winner ?? DEFAULT_RULE).mask;
}
