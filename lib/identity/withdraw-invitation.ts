import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { actorId, type By, lockPeopleFor } from "./people-lock";

/**
 * Takes an open invitation back.
 *
 * @param id The invitation's id, as listInvitations gives it.
 * @throws NOT_FOUND when it is not open; FORBIDDEN when `by` may not manage people.
 */
export async function withdrawInvitation(by: By, id: string): Promise<void> {
  await inTransaction(async (tx) => {
    await lockPeopleFor(tx, by, "manage_people");
    const rows = await tx.$queryRaw<{ email: string }[]>`UPDATE link SET expires_at = clock_timestamp()
      WHERE hash = ${id} AND kind = 'invite' AND used_at IS NULL AND expires_at > clock_timestamp() RETURNING email`;
    const row = rows[0];
    if (!row) throw new AppError("NOT_FOUND", "There is no such open invitation.");
    await record(tx, { kind: "human.uninvited", humanId: actorId(by), facts: { email: row.email } });
  });
}
