import { record } from "../audit/index";
import { AppError, digestOf, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { describeLink } from "./describe-link";
import { endSessionsOf } from "./end-session";
import { hashPassword } from "./hash-password";
import { lockPeople } from "./people-lock";
import { forgetSessions } from "./read-session";
import { type Human, type LinkFace, passwordProblem, type Spending } from "./schema";
import { forgiveEmail } from "./sign-in-attempts";
import { insertHuman, knownRoles, readHuman, readHumanByEmail, toHuman, updateHuman } from "./store";

type LinkRow = {
  kind: string;
  email: string | null;
  name: string | null;
  roles: string[];
  humanId: string | null;
  createdBy: string | null;
};

/**
 * Spends a one-time link: makes the first or an invited person, or sets a forgotten password. Of two who spend one
 * link at once, one does. What the link gives is judged now, not when it was made: an invitation by somebody who is
 * no admin any more is worth nothing.
 *
 * @returns The person, who has thereby proved who they are and may be signed in.
 * @throws LINK_SPENT when it was used, has expired or is worth nothing; INVALID_INPUT with `fields` when the password
 *   is weak or a name or e-mail is missing.
 */
export async function spendLink(input: Spending): Promise<Human> {
  const face = await describeLink(input.token);
  if (!face) throw spent();
  const person = completePerson(face, input);
  const passwordHash = await hashPassword(input.password);
  const human = await inTransaction(async (tx) => {
    await lockPeople(tx);
    const link = await takeLink(tx, digestOf(input.token));
    if (link.kind === "reset") return resetBy(tx, link, passwordHash);
    if (link.kind === "first" && (await tx.human.count()) > 0) throw spent();
    return join(tx, link, { ...person, passwordHash });
  });
  forgetSessions();
  return human;
}

/** Takes what the link knows and what was typed; refuses while something is missing. */
function completePerson(face: LinkFace, input: Spending): { email: string; name: string } {
  const email = face.email ?? input.email;
  const name = input.name ?? face.name;
  const fields: Record<string, string> = {};
  if (!email) fields.email = "Enter your e-mail";
  if (!name) fields.name = "Say how others should call you";
  const weak = passwordProblem(input.password, { email, name: name ?? undefined });
  if (weak) fields.password = weak;
  if (!email || !name || weak) throw new AppError("INVALID_INPUT", "Some fields need another look.", { fields });
  return { email, name };
}

/** Marks a link as used, if it still is good: the row's own lock decides between two. */
async function takeLink(tx: Tx, hash: string): Promise<LinkRow> {
  const rows = await tx.$queryRaw<LinkRow[]>`
    UPDATE link SET used_at = clock_timestamp()
    WHERE hash = ${hash} AND used_at IS NULL AND expires_at > clock_timestamp()
    RETURNING kind, email, name, roles, human_id AS "humanId", created_by AS "createdBy"`;
  const link = rows[0];
  if (!link) throw spent();
  const maker = link.createdBy ? await readHuman(link.createdBy, tx) : null;
  if (link.createdBy && (maker?.state !== "active" || !maker.roles.includes("admin"))) throw spent();
  return link;
}

async function resetBy(tx: Tx, link: LinkRow, passwordHash: string): Promise<Human> {
  const subject = link.humanId ? await readHuman(link.humanId, tx) : null;
  if (subject?.state !== "active" || subject.passwordSource === "config") throw spent();
  await updateHuman(tx, subject.id, { passwordHash });
  await endSessionsOf(tx, subject.id);
  await forgiveEmail(tx, subject.email);
  const person = { id: subject.id, email: subject.email };
  await record(tx, { kind: "human.password_set", humanId: subject.id, facts: { person, by: "reset link" } });
  return toHuman(subject);
}

async function join(
  tx: Tx,
  link: LinkRow,
  person: { email: string; name: string; passwordHash: string },
): Promise<Human> {
  if (await readHumanByEmail(person.email, tx)) throw spent();
  const roles = knownRoles(link.roles);
  const human = await insertHuman(tx, { id: newId(), ...person, roles });
  const by = link.kind === "first" ? "first link" : "invitation";
  await record(tx, { kind: "human.joined", humanId: human.id, facts: { email: human.email, roles, by } });
  return toHuman(human);
}

const spent = () => new AppError("LINK_SPENT", "This link was used or has expired. Ask for a new one.");
