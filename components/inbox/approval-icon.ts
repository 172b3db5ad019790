import { CircleDashed, Hand, type LucideIcon } from "lucide-react";
import type { ApprovalItem } from "@/lib/api/schema";
import { pauseSchema } from "@/lib/tasks/schema";
import { PAUSE_MARKS } from "../domain/pause-reason";
import { APPROVAL_MARKS } from "../domain/states";

/** The mark of an approval in a list: while it waits, why it is asked; afterwards, how it ended. */
export function approvalIcon(item: ApprovalItem): LucideIcon {
  if (item.state !== "pending") return APPROVAL_MARKS[item.state].icon;
  const paused = item.reasons.map((reason) => pauseSchema.safeParse(reason.code)).find((parsed) => parsed.success);
  if (paused?.success) return PAUSE_MARKS[paused.data].icon;
  return item.kind === "start" ? CircleDashed : Hand;
}
