import type { ApprovalItem } from "@/lib/api/schema";

/** Why an approval does not wait for the one who looks, in a few words. */
export const WHY_NOT_MINE: Readonly<Record<NonNullable<ApprovalItem["notMine"]>, string>> = {
  decided: "decided",
  not_approver: "an approver decides",
  own_agent: "your own agent",
  page_only: "on the page only",
  voted: "you have answered",
  not_asked: "others are asked",
};
