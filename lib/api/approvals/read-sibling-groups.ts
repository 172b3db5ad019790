import { groupSiblings } from "../../approvals/index";
import type { Asked } from "../../approvals/schema";
import type { Person } from "../../identity/schema";
import { readSiblingAsks } from "./read-sibling-asks";
import type { ApprovalItem } from "./schema";

type Pending = { id: string; kind: string; state: string; asked: Asked };

/** Which pending approvals stand in one group with others, and how many agents and asks there are in it. */
export async function readSiblingGroups(
  person: Person,
  rows: readonly Pending[],
): Promise<Map<string, NonNullable<ApprovalItem["siblings"]>>> {
  const waiting = rows.filter(
    ({ kind, state, asked }) => kind === "call" && state === "pending" && asked.calls.length === 1,
  );
  const asks = await readSiblingAsks(
    person,
    waiting.flatMap(({ asked }) => asked.calls),
  );
  const agents = new Map(asks.map(({ approvalId, agentId }) => [approvalId, agentId]));
  return new Map(
    groupSiblings(asks).flatMap(({ lead, all, same }) => {
      const group = { group: lead, agents: new Set(all.map((id) => agents.get(id))).size, asks: all.length, same };
      return all.map((id) => [id, group] as const);
    }),
  );
}
