import { findShown, renderApproval, siblingOf } from "../../approvals/index";
import { AppError } from "../../base/index";
import type { Handler } from "../handler";
import { readApprovalItems } from "./read-approval-items";
import { readSiblingAsks } from "./read-sibling-asks";

/** So many are shown; the total says how many there are. */
const SHOWN = 50;

/** Shows which other pending approvals ask the same, or the same but for members that one of them leaves out. */
export const approvalSiblings: Handler<"approvalSiblings"> = async ({ id }, person) => {
  const approval = await findShown(id);
  if (!approval) throw new AppError("NOT_FOUND", "There is no such approval.");
  const asks = approval.kind === "call" ? await readSiblingAsks(person, approval.asked.calls) : [];
  const own = asks.find((ask) => ask.approvalId === id);
  if (!own) return { items: [], total: 0 };
  const siblings = new Map(
    asks.flatMap((ask) => {
      const sibling = ask === own ? null : siblingOf(ask, own);
      return sibling ? [[ask.approvalId, sibling] as const] : [];
    }),
  );
  const items = await readApprovalItems(person, [...siblings.keys()].slice(0, SHOWN));
  const shown = await Promise.all(
    items.map(async (item) => {
      const sibling = siblings.get(item.id);
      const asked = (await findShown(item.id))?.asked;
      if (!sibling || !asked) return null;
      const { digest, uninspectable } = await renderApproval(asked);
      return { approval: item, ...sibling, rendering: { digest, uninspectable } };
    }),
  );
  return { items: shown.filter((one) => one !== null), total: siblings.size };
};
