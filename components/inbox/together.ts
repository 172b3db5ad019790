import type { ApprovalDetail, ApprovalItem } from "@/lib/api/schema";
import { WHY_NOT_MINE } from "./why-not-mine";

/**
 * Says why an approval must be answered by itself; null when it may be answered together with others. Only calls that
 * read, that this person alone can decide: what gives more than a look, or takes more than a click, is looked at alone.
 */
export function whyAlone(item: ApprovalItem): string | null {
  if (item.notMine !== null) return sentence(WHY_NOT_MINE[item.notMine]);
  if (item.kind !== "call" || item.calls !== 1 || item.tool === undefined) return `A ${item.kind} is looked at alone.`;
  if (item.class === "unclassed") return "Nobody has classed its tool.";
  if (item.class !== "read") return `It is ${item.class}; only calls that read go together.`;
  if (item.sign !== "none") return "It takes a signature.";
  if (item.votes === null || item.votes.need > 1) return `It takes ${item.votes?.need ?? "several"} people.`;
  return null;
}

/** The same, once everything about it is known. Approving asks for more than denying does. */
export function whyAloneInFull(approval: ApprovalDetail): string | null {
  const alone = whyAlone(approval);
  if (alone !== null) return alone;
  const [call, ...others] = approval.waiting;
  if (!call || others.length > 0) return "It is not one call.";
  if (approval.rendering.uninspectable) return "A part of it cannot be read.";
  if (call.arguments.state === "withheld") return "You may not see its arguments.";
  if (call.arguments.state !== "shown" || !call.rendering) return "Its arguments cannot be shown.";
  if (call.toolState !== "pinned") return "Its tool is not the one that was accepted.";
  const yours = approval.quorum?.yours;
  if (!yours?.counts || !yours.decides) return "Your answer alone does not decide it.";
  return yours.reason ? `Its reason must name ${yours.reason.pattern}.` : null;
}

/** Whether two approvals are about the same tool of the same server. */
export const areOfOneTool = (a: ApprovalItem, b: ApprovalItem): boolean => a.server === b.server && a.tool === b.tool;

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
