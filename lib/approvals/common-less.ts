import { AppError } from "../base/index";
import type { Scope } from "../policy/schema";
import { commonScope } from "../tasks/index";
import type { Vote } from "./count-votes";
import type { GivenLess } from "./schema";

/**
 * What is given when several approve and some of them less: only what every one of them leaves. Tools that all left,
 * the shortest time, the fewest calls, the latest beginning, every pin. Each was proved to be within what was asked when
 * its vote came, so the common part is too.
 *
 * @returns The common part, or null when everybody approved all of it.
 * @throws NOT_NARROWER when they left no tool in common.
 */
export function commonLess(approving: readonly Pick<Vote, "given">[]): GivenLess | null {
  const less = approving.flatMap(({ given }) => given ?? []);
  if (less.length === 0) return null;
  const scope = common(less.flatMap((one) => (one.scope ? [one.scope] : [])));
  if (scope && scope.length === 0)
    throw new AppError(
      "NOT_NARROWER",
      "What you leave and what others left have no tool in common. Deny it, or leave more.",
    );
  const endsInSeconds = fewest(less.map((one) => one.endsInSeconds));
  const calls = fewest(less.map((one) => one.calls));
  const notBefore = less
    .flatMap((one) => one.notBefore ?? [])
    .sort()
    .at(-1);
  const pins = less.flatMap((one) => one.pins ?? []);
  return {
    ...(scope && { scope }),
    ...(endsInSeconds !== undefined && { endsInSeconds }),
    ...(calls !== undefined && { calls }),
    ...(notBefore !== undefined && { notBefore }),
    ...(pins.length > 0 && { pins }),
  };
}

function common(scopes: readonly Scope[]): Scope | undefined {
  const [first, ...others] = scopes;
  return first && others.reduce(commonScope, first);
}

function fewest(numbers: readonly (number | undefined)[]): number | undefined {
  const said = numbers.filter((number) => number !== undefined);
  return said.length === 0 ? undefined : Math.min(...said);
}
