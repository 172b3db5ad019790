import type { Tx } from "../db/index";

/** Everybody who must learn that the glass was broken, or that nobody judged it: active approvers and admins but one. */
export async function whoToTell(tx: Tx, butId: string): Promise<{ id: string; name: string }[]> {
  return tx.human.findMany({
    where: { state: "active", roles: { hasSome: ["approver", "admin"] }, id: { not: butId } },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 1000,
  });
}
