import type { ApprovalItem } from "@/lib/api/schema";
import { counted } from "../ui/count";

/** One row of the list: an approval, and those that are folded into it because they ask the same. */
export type InboxRow = { item: ApprovalItem; others: readonly ApprovalItem[] };

/** Folds approvals that ask the same into the first of them. The order stays. */
export function foldSiblings(items: readonly ApprovalItem[]): InboxRow[] {
  const rows = new Map<string, { item: ApprovalItem; others: ApprovalItem[] }>();
  for (const item of items) {
    // What was asked back about one of them is answered there.
    const folds = item.state === "pending" && !item.toAnswer;
    const key = folds && item.siblings ? item.siblings.group : item.id;
    const row = rows.get(key);
    if (row) row.others.push(item);
    else rows.set(key, { item, others: [] });
  }
  return [...rows.values()];
}

/** Each in a row of its own. */
export const unfolded = (items: readonly ApprovalItem[]): InboxRow[] => items.map((item) => ({ item, others: [] }));

/** Whether a row stands for an approval. */
export const standsFor = ({ item, others }: InboxRow, id: string | undefined): boolean =>
  item.id === id || others.some((other) => other.id === id);

/** "3 agents ask the same". The asks of others, of which nobody here may answer some, are counted too. */
export function saySiblings({ agents, asks, same }: NonNullable<ApprovalItem["siblings"]>): string {
  const who = agents > 1 ? counted(agents, "agent") : counted(asks, "task");
  return `${who} ask ${same ? "the same" : "nearly the same"}`;
}
