import { record } from "../audit/index";
import { inTransaction, type Tx } from "../db/index";
import { groupToChange } from "./group-store";
import { actorId, type By, lockPeopleFor } from "./people-lock";

/**
 * Deletes a group. Questions that are open still ask for it, so nobody fills those places any more.
 *
 * @param refuseInUse Throws when something names the group: rules live to the right of this module.
 * @throws NOT_FOUND, CONFIG_OWNED, FORBIDDEN; whatever `refuseInUse` throws.
 */
export async function deleteGroup(
  by: By,
  groupId: string,
  refuseInUse: (tx: Tx, name: string) => Promise<void>,
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockPeopleFor(tx, by, "manage_people");
    const { name } = await groupToChange(tx, by, groupId);
    await refuseInUse(tx, name);
    await tx.groupMember.deleteMany({ where: { groupId } });
    await tx.group.delete({ where: { id: groupId } });
    await record(tx, { kind: "group.deleted", humanId: actorId(by), facts: { id: groupId, name } });
  });
}
