import { AppError } from "../base/index";
import { commonScope, isWithin, type LockedTask, setClocks, termsWithin } from "../tasks/index";
import { pinTerms } from "./pin-terms";
import type { Authority, ReviewInput } from "./schema";

/**
 * Takes away from an authority what a reviewer does not want to give. The result is within what was asked, in every
 * part: tools, arguments, each clock, calls.
 *
 * @throws NOT_NARROWER when a tool is named that was not asked for, or pinned and taken away; INVALID_INPUT when a pinned
 *   address is not given past its host.
 */
export function narrowAuthority(
  asked: Authority,
  input: Pick<ReviewInput, "scope" | "endsInSeconds" | "calls" | "pins">,
): Authority {
  const scope = input.scope ?? asked.scope;
  if (!isWithin(scope, asked.scope))
    throw new AppError("NOT_NARROWER", "The scope names a tool that was not asked for.");
  const kept = commonScope(asked.scope, scope);
  const cut = (seconds: number) => Math.min(seconds, input.endsInSeconds ?? seconds);
  const { clocks } = asked;
  return {
    scope: kept,
    terms: pinTerms(termsWithin(asked.terms, kept), input.pins ?? []),
    clocks: {
      ...clocks,
      endSeconds: cut(clocks.endSeconds),
      leaseSeconds: cut(clocks.leaseSeconds),
      idleSeconds: cut(clocks.idleSeconds),
    },
    calls: input.calls === undefined ? asked.calls : Math.min(input.calls, asked.calls ?? input.calls),
  };
}

/**
 * Refuses a beginning at which what is given is over already: by its lease or its absolute end, which run from the
 * approval whenever calls may begin.
 *
 * @throws NOT_NARROWER with when it is over.
 */
export function refuseNeverBegins(
  given: Pick<Authority, "clocks">,
  notBefore: string | undefined,
  { now, endAt }: Pick<LockedTask, "now" | "endAt">,
): void {
  if (notBefore === undefined) return;
  const deadlines = setClocks(given.clocks, now, endAt, new Date(notBefore));
  const over = [deadlines.leaseAt, deadlines.endAt].reduce((a, b) => (a !== null && b !== null && a < b ? a : b));
  if (over !== null && new Date(notBefore) >= over)
    throw new AppError("NOT_NARROWER", `What is given is over at ${over.toISOString()}; it cannot begin after that.`);
}
