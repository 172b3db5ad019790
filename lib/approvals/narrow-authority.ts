import { AppError } from "../base/index";
import { commonScope, isWithin, termsWithin } from "../tasks/index";
import type { Authority, ReviewInput } from "./schema";

/**
 * Takes away from an authority what a reviewer does not want to give. The result is within what was asked, in every
 * part: tools, each clock, calls.
 *
 * @throws NOT_NARROWER when a tool is named that was not asked for.
 */
export function narrowAuthority(
  asked: Authority,
  input: Pick<ReviewInput, "scope" | "endsInSeconds" | "calls">,
): Authority {
  const scope = input.scope ?? asked.scope;
  if (!isWithin(scope, asked.scope))
    throw new AppError("NOT_NARROWER", "The scope names a tool that was not asked for.");
  const kept = commonScope(asked.scope, scope);
  const cut = (seconds: number) => Math.min(seconds, input.endsInSeconds ?? seconds);
  const { clocks } = asked;
  return {
    scope: kept,
    terms: termsWithin(asked.terms, kept),
    clocks: {
      ...clocks,
      endSeconds: cut(clocks.endSeconds),
      leaseSeconds: cut(clocks.leaseSeconds),
      idleSeconds: cut(clocks.idleSeconds),
    },
    calls: input.calls === undefined ? asked.calls : Math.min(input.calls, asked.calls ?? input.calls),
  };
}
