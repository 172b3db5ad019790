import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { endLinks, makeLink, type NewLink } from "./make-link";
import { actorId, type By, lockPeopleFor } from "./people-lock";
import { orderRoles } from "./rights";
import type { Inviting } from "./schema";
import { readHumanByEmail } from "./store";

/**
 * Invites somebody by a one-time link, which the inviter hands on. An earlier invitation of the same e-mail ends.
 *
 * @returns The link, good for 7 days, shown once.
 * @throws NAME_TAKEN when somebody of that e-mail is here already; FORBIDDEN when `by` may not manage people.
 */
export async function invitePerson(by: By, invitation: Inviting): Promise<NewLink> {
  const { email, name } = invitation;
  const roles = orderRoles(invitation.roles);
  return inTransaction(async (tx) => {
    await lockPeopleFor(tx, by, "manage_people");
    if (await readHumanByEmail(email, tx)) throw new AppError("NAME_TAKEN", `${email} is already here.`);
    await endLinks(tx, "invite", { email });
    const link = await makeLink(tx, { kind: "invite", email, name, roles, createdBy: actorId(by) });
    await record(tx, { kind: "human.invited", humanId: actorId(by), facts: { email, roles } });
    return link;
  });
}
