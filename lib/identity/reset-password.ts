import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { endLinks, makeLink, type NewLink } from "./make-link";
import { actorId, type By, lockPeopleFor } from "./people-lock";
import { readHuman } from "./store";

/**
 * Makes a one-time link by which a person sets a new password. Until then the old one stays good. An earlier reset
 * link of theirs ends.
 *
 * @returns The link, good for one hour, shown once.
 * @throws NOT_FOUND, FORBIDDEN; CONFIG_OWNED when the configuration file sets their password.
 */
export async function resetPassword(by: By, humanId: string): Promise<NewLink> {
  return inTransaction(async (tx) => {
    await lockPeopleFor(tx, by, "manage_people");
    const subject = await readHuman(humanId, tx);
    if (!subject) throw new AppError("NOT_FOUND", "There is no such person.");
    if (subject.state !== "active")
      throw new AppError("FORBIDDEN", `${subject.email} is disabled. Enable the account first.`);
    if (subject.passwordSource === "config")
      throw new AppError(
        "CONFIG_OWNED",
        `The configuration file sets the password of ${subject.email}; change it there.`,
      );
    await endLinks(tx, "reset", { humanId });
    const link = await makeLink(tx, { kind: "reset", humanId, createdBy: actorId(by) });
    const person = { id: subject.id, email: subject.email };
    await record(tx, { kind: "human.reset_offered", humanId: actorId(by), facts: { person } });
    return link;
  });
}
