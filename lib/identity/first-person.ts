import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { db, inTransaction } from "../db/index";
import { hashPassword } from "./hash-password";
import { makeLink, type NewLink } from "./make-link";
import { lockPeople } from "./people-lock";
import { orUnavailable } from "./read-session";
import type { Role } from "./rights";
import { emailSchema, type Human, passwordProblem } from "./schema";
import { insertHuman, toHuman } from "./store";

/** Whoever sets Countersign up configures it and can approve; for their own agents they need a second person. */
const FIRST_ROLES: Role[] = ["approver", "admin"];

/**
 * Makes the link by which the first person comes in, as long as there is nobody. Asked at every start: a new link each
 * time, since old ones cannot be shown again; those stay good for their 24 hours, and the first person ends them all.
 *
 * @returns Null when there is somebody already.
 */
export async function ensureFirstLink(): Promise<NewLink | null> {
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    if ((await tx.human.count()) > 0) return null;
    return makeLink(tx, { kind: "first", roles: FIRST_ROLES });
  });
}

/**
 * Makes the first person from the environment, as long as there is nobody; afterwards it does nothing.
 *
 * @returns The person, when made now.
 * @throws INVALID_INPUT when the e-mail or the password would not be accepted on the page either.
 */
export async function ensureFirstPerson(given: { email: string; password: string }): Promise<Human | null> {
  if ((await db().human.count()) > 0) return null;
  const email = emailSchema.safeParse(given.email);
  if (!email.success) throw new AppError("INVALID_INPUT", "COUNTERSIGN_ADMIN_EMAIL is not an e-mail address.");
  const weak = passwordProblem(given.password, { email: email.data });
  if (weak) throw new AppError("INVALID_INPUT", `COUNTERSIGN_ADMIN_PASSWORD cannot be used. ${weak}`);
  const passwordHash = await hashPassword(given.password);
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    if ((await tx.human.count()) > 0) return null;
    const name = email.data.split("@")[0] ?? email.data;
    const human = await insertHuman(tx, { id: newId(), email: email.data, name, roles: FIRST_ROLES, passwordHash });
    const facts = { email: human.email, roles: human.roles, by: "environment" };
    await record(tx, { kind: "human.joined", humanId: human.id, facts });
    return toHuman(human);
  });
}

/** Tells whether nobody has come in yet: the sign-in page then says where the first link is. */
export async function isNobodyHere(): Promise<boolean> {
  return (await orUnavailable(db().human.findFirst({ select: { id: true } }))) === null;
}
