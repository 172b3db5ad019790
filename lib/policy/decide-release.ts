import { because, type Decision, type Reason } from "./decision";

/** How strict an outcome is. */
const STRICTNESS = { allow: 0, hold: 1, deny: 2 } as const satisfies Record<Decision["outcome"], number>;

/** What the second decision about an approved call can be: it goes, or it does not. It is never held again. */
export type ReleaseDecision = Decision & { outcome: "allow" | "deny" };

/**
 * Decides an approved call once more, at the moment it is fetched. Only a stricter outcome stops it: what a person
 * approved when it was held goes although it would be held again. A definition that drifted since then stops it too,
 * because the approval bound to the one that was shown.
 *
 * @param before The decision that was shown and approved.
 * @param now The decision about the same call with the rules, the tool and the grant of this moment.
 */
export function decideRelease(before: Decision, now: Decision): ReleaseDecision {
  if (now.outcome === "deny") return { ...now, outcome: "deny" };
  if (STRICTNESS[now.outcome] > STRICTNESS[before.outcome] || before.outcome === "deny") {
    const reason = because("stricter_now", "What was approved is stricter now and needs a person again; call again.");
    return { ...now, outcome: "deny", reasons: [reason, ...now.reasons] };
  }
  if (driftedSince(before, now)) {
    const sentence = "The tool's definition has changed since this call was approved; call again to have it looked at.";
    return { ...now, outcome: "deny", reasons: [because("changed_since_approval", sentence)] };
  }
  return { ...now, outcome: "allow", reasons: [because("approved", "A person approved exactly this call.")] };
}

const isDrift = (reason: Reason) => reason.code === "tool_drifted";

function driftedSince(before: Decision, now: Decision): boolean {
  return now.reasons.some(isDrift) && !before.reasons.some(isDrift);
}
