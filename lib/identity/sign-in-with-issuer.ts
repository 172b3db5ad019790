import { record } from "../audit/index";
import { newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import type { Claims } from "./issuer-claims";
import { lockPeople } from "./people-lock";
import { emailSchema, type Human, personNameSchema } from "./schema";
import { type IssuerSettings, identitySettings } from "./settings";
import type { SignInProblem } from "./sign-in-problems";
import {
  type HumanRow,
  insertHuman,
  knownRoles,
  readHumanByEmail,
  readHumanByIssuer,
  toHuman,
  updateHuman,
} from "./store";

/** Why the sign-in service's word was not enough: a person to let in, or the problem to say on the sign-in page. */
export type Admission = { human: Human } | { problem: SignInProblem };

/**
 * Decides who it is that the sign-in service vouches for. A person is known by issuer and subject, once linked; before
 * that by an e-mail that the service has verified, when somebody of that e-mail is here or was invited. An e-mail
 * alone is never enough: with many services anybody may write any e-mail into their profile.
 *
 * @param claims Of an ID token whose signature, audience, nonce and times were checked.
 */
export async function admitFromIssuer(claims: Claims): Promise<Admission> {
  const { issuer } = identitySettings();
  if (!issuer || claims.iss !== issuer.issuer) return { problem: "ISSUER_FAILED" };
  const known = await inTransaction((tx) => readHumanByIssuer(claims.iss, claims.sub, tx));
  if (known) return known.state === "active" ? { human: toHuman(known) } : { problem: "PERSON_DISABLED" };
  const email = emailSchema.safeParse(claims.email);
  if (!email.success || !(claims.email_verified === true || issuer.trustsEmail))
    return { problem: "EMAIL_NOT_VERIFIED" };
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    const present = await readHumanByEmail(email.data, tx);
    return present ? link(tx, present, claims) : join(tx, issuer, { ...claims, email: email.data });
  });
}

async function link(tx: Tx, present: HumanRow, claims: Claims): Promise<Admission> {
  if (present.state !== "active") return { problem: "PERSON_DISABLED" };
  const already = present.oidcIssuer === claims.iss && present.oidcSubject === claims.sub;
  // a second account that has taken over the same address must not become the first one's person
  if (present.oidcSubject !== null && !already) return { problem: "OTHER_IDENTITY" };
  const human = toHuman(await updateHuman(tx, present.id, { oidcIssuer: claims.iss, oidcSubject: claims.sub }));
  const facts = {
    person: { id: human.id, email: human.email },
    before: { signsInBy: "password" },
    after: { signsInBy: claims.iss, subject: claims.sub },
  };
  if (!already) await record(tx, { kind: "human.changed", humanId: human.id, facts });
  return { human };
}

async function join(tx: Tx, issuer: IssuerSettings, claims: Claims & { email: string }): Promise<Admission> {
  const invitation = await takeInvitation(tx, claims.email);
  if (!invitation && issuer.admits !== "anyone") return { problem: "NOT_INVITED" };
  const said = personNameSchema.safeParse(claims.name);
  const name = invitation?.name ?? (said.success ? said.data : claims.email);
  const roles = knownRoles(invitation?.roles ?? []);
  const linked = { oidcIssuer: claims.iss, oidcSubject: claims.sub };
  const human = await insertHuman(tx, { id: newId(), email: claims.email, name, roles, ...linked });
  const by = invitation ? `invitation, through ${claims.iss}` : claims.iss;
  await record(tx, { kind: "human.joined", humanId: human.id, facts: { email: human.email, roles, by } });
  return { human: toHuman(human) };
}

/** Spends the open invitation of an e-mail that the service vouches for: the link itself is not needed then. */
async function takeInvitation(tx: Tx, email: string): Promise<{ name: string; roles: string[] } | null> {
  const rows = await tx.$queryRaw<{ name: string; roles: string[] }[]>`
    UPDATE link SET used_at = clock_timestamp()
    WHERE kind = 'invite' AND email = ${email} AND used_at IS NULL AND expires_at > clock_timestamp()
      AND (created_by IS NULL OR EXISTS (
        SELECT FROM human WHERE id = created_by AND state = 'active' AND 'admin' = ANY(roles)))
    RETURNING name, roles`;
  return rows[0] ?? null;
}
