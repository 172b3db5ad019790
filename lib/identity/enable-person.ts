import { record } from "../audit/index";
import { inTransaction, type Tx } from "../db/index";
import { actorId, type By, lockPeopleFor, subjectOf } from "./people-lock";
import { forgetSessions } from "./read-session";
import type { Human } from "./schema";
import { type HumanRow, toHuman } from "./store";

/**
 * Lets a disabled person in again, with the roles they had. Their tokens stay revoked.
 *
 * @throws NOT_FOUND, CONFIG_OWNED, FORBIDDEN.
 */
export async function enablePerson(by: By, humanId: string): Promise<Human> {
  const enabled = await inTransaction((tx) => enableIn(tx, by, humanId));
  forgetSessions();
  return toHuman(enabled);
}

/** The same in the caller's transaction, for the configuration file. */
export async function enableIn(tx: Tx, by: By, humanId: string): Promise<HumanRow> {
  await lockPeopleFor(tx, by, "manage_people");
  const subject = await subjectOf(tx, by, humanId);
  if (subject.state === "active") return subject;
  await tx.$executeRaw`UPDATE human SET state = 'active', disabled_at = NULL WHERE id = ${humanId}::uuid`;
  const person = { id: subject.id, email: subject.email };
  await record(tx, { kind: "human.enabled", humanId: actorId(by), facts: { person } });
  return { ...subject, state: "active" };
}
