import type { HoldRow } from "../approvals/index";
import { decideRelease, type ReleaseDecision } from "../policy/index";
import { because, type Decision } from "../policy/schema";
import type { FoundTool } from "../servers/index";
import { definitionOf } from "./passage";

/** Decides an approved call once more, with the rules, the tool and the grant of this moment. */
export function decideApproved(ready: HoldRow, found: FoundTool, now: Decision): ReleaseDecision {
  return decideRelease(shownDecision(ready, found, now), now);
}

/** What was approved is gone, so nothing that was shown can be sent. */
export function erasedSince(now: Decision): ReleaseDecision {
  const sentence = "The arguments that were approved were erased; call again to have it looked at.";
  return { ...now, outcome: "deny", reasons: [because("changed_since_approval", sentence)] };
}

/**
 * The decision that was shown with the hold. While the tool's definition is the one that was shown, a drift is what the
 * person saw; another definition is one that nobody has seen.
 */
function shownDecision(ready: HoldRow, { tool }: FoundTool, now: Decision): Decision {
  const same = tool !== null && definitionOf(tool) === ready.toolDigest;
  return { outcome: same ? "hold" : "deny", class: ready.class, reasons: same ? now.reasons : [], rule: null };
}
