import { groupBy } from "./group-by";
import { shareOf } from "./measure";
import { levelOf, PEOPLE_LEAST, THRESHOLDS } from "./metrics";
import { callKey, type DeniedCall } from "./read-denied";
import type { AnswerFact, ApprovalFact } from "./read-facts";
import type { Beyond, Share } from "./schema";

const HOUR = 3_600_000;

/** Of what two people or more answered in the same wording: where some gave it and some denied it. */
export function disagreed(answers: readonly AnswerFact[]): Share {
  const votes = [...groupBy(answers, ({ approvalId, digest }) => `${approvalId} ${digest}`).values()];
  const several = votes.filter((group) => new Set(group.map(({ human }) => human.id)).size > 1);
  return shareOf(several, (group) => new Set(group.map(({ answer }) => answer === "deny")).size > 1);
}

/** Of what was approved: whose task a person revoked soon after, or whose very same call was denied then. */
export function regretted(approvals: readonly ApprovalFact[], denied: readonly DeniedCall[]): Share {
  const denials = groupBy(denied, (call) => callKey(call.agentId, call));
  const approved = approvals.filter(({ state }) => state === "approved");
  return shareOf(approved, ({ agent, call, endedAt, revokedAt }) => {
    const soon = (at: Date) => at > endedAt && at.getTime() <= endedAt.getTime() + THRESHOLDS.regretHours * HOUR;
    const again = call ? (denials.get(callKey(agent.id, call)) ?? []) : [];
    return (revokedAt !== null && soon(revokedAt)) || again.some(({ at }) => soon(at));
  });
}

/**
 * Of answers that gave something at high stakes and were signed: how many with a new passkey. Left out where it would
 * tell about each of fewer than three people.
 */
export function newPasskeys(
  answers: readonly AnswerFact[],
  seesPeople: boolean,
): { signed: Share | null; beyond: Beyond[] } {
  const signed = answers.filter(
    ({ answer, passkeyAge, class: of }) => answer !== "deny" && passkeyAge !== null && levelOf(of) === "high",
  );
  const people = new Set(signed.map(({ human }) => human.id)).size;
  if (!seesPeople && people > 0 && people < PEOPLE_LEAST) return { signed: null, beyond: [] };
  const share = shareOf(signed, ({ passkeyAge }) => passkeyAge !== null && passkeyAge < THRESHOLDS.newPasskeySeconds);
  return { signed: share, beyond: share.hits > 0 ? [{ metric: "passkey", level: null }] : [] };
}
