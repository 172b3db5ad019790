import { record } from "../audit/index";
import { inTransaction, type Tx } from "../db/index";
import { endSessionsOf } from "./end-session";
import { forgetTokens } from "./human-from-access-token";
import { loseStanding } from "./lose-standing";
import { endLinks } from "./make-link";
import { actorId, type By, keepAnAdmin, lockPeopleFor, subjectOf } from "./people-lock";
import { forgetSessions } from "./read-session";
import type { Human } from "./schema";
import { type HumanRow, toHuman } from "./store";

/**
 * Disables a person: their sessions and access tokens end in the same transaction, links they were given are worth
 * nothing, and invitations they made neither. Agents they own stay theirs. Doing it twice is harmless.
 *
 * @param reason For the log.
 * @throws NOT_FOUND, CONFIG_OWNED, LAST_ADMIN when it is the only admin, FORBIDDEN.
 */
export async function disablePerson(by: By, humanId: string, reason: string): Promise<Human> {
  const disabled = await inTransaction((tx) => disableIn(tx, by, { humanId, reason }));
  forgetSessions();
  forgetTokens();
  return toHuman(disabled);
}

/** The same in the caller's transaction, for the configuration file. */
export async function disableIn(tx: Tx, by: By, act: { humanId: string; reason: string }): Promise<HumanRow> {
  const { humanId, reason } = act;
  await lockPeopleFor(tx, by, "manage_people");
  const subject = await subjectOf(tx, by, humanId);
  if (subject.state === "disabled") return subject;
  await keepAnAdmin(tx, subject);
  await loseStanding(tx, subject, { state: "disabled", roles: subject.roles });
  await tx.$executeRaw`UPDATE human SET state = 'disabled', disabled_at = clock_timestamp() WHERE id = ${humanId}::uuid`;
  await loseStanding(tx, subject, { state: "disabled", roles: subject.roles });
  await endSessionsOf(tx, humanId);
  await endLinks(tx, "reset", { humanId });
  const person = { id: subject.id, email: subject.email };
  const tokens = await tx.$queryRaw<{ name: string }[]>`UPDATE access_token SET revoked_at = clock_timestamp()
    WHERE human_id = ${humanId}::uuid AND revoked_at IS NULL RETURNING name`;
  await record(
    tx,
    { kind: "human.disabled", humanId: actorId(by), facts: { person, reason } },
    ...tokens.map(
      ({ name }) => ({ kind: "access_token.revoked", humanId: actorId(by), facts: { person, name } }) as const,
    ),
  );
  return { ...subject, state: "disabled" };
}
