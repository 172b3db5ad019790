import { record } from "../audit/index";
import { newId } from "../base/index";
import type { Tx } from "../db/index";
import { db } from "../db/index";
import { type DeclaredToken, declareToken } from "./declare-access-token";
import { disableIn } from "./disable-person";
import { enableIn } from "./enable-person";
import { endSessionsOf } from "./end-session";
import { hashPassword, verifyPassword } from "./hash-password";
import { loseStanding } from "./lose-standing";
import { endLinks } from "./make-link";
import { keepAnAdmin, lockPeople } from "./people-lock";
import { orderRoles, type Role } from "./rights";
import type { Human } from "./schema";
import { type HumanRow, insertHuman, readHumanByEmail, toHuman, updateHuman } from "./store";

/** A person as the configuration file declares them. */
export type Declaration = {
  email: string;
  name: string;
  roles: readonly Role[];
  seesBodies: boolean;
  /** Default: no. */
  breakGlass?: boolean;
  /** From hashDeclaredPassword; null when the file sets none and the person sets their own. */
  passwordHash: string | null;
  accessToken: DeclaredToken | null;
};

/**
 * Hashes a password of the configuration file, before the transaction that stores it: it takes a third of a second.
 * Unchanged, it gives the stored hash again, so that applying a file twice changes nothing.
 */
export async function hashDeclaredPassword(email: string, password: string): Promise<string> {
  const known = await db().human.findUnique({ where: { email }, select: { passwordHash: true } });
  if (known?.passwordHash) {
    const { right } = await verifyPassword(password, known.passwordHash);
    if (right) return known.passwordHash;
  }
  return hashPassword(password);
}

/**
 * Makes a person what the configuration file says they are: it makes or takes over them, and enables them.
 *
 * @returns The person and whether anything changed.
 * @throws LAST_ADMIN when it would take the only admin's role away.
 */
export async function declarePerson(tx: Tx, said: Declaration): Promise<{ human: Human; changed: boolean }> {
  await lockPeople(tx);
  const before = await readHumanByEmail(said.email, tx);
  const outcome = before ? await update(tx, before, said) : await insert(tx, said);
  const tokenChanged = await declareToken(tx, outcome.human, said.accessToken);
  return { human: outcome.human, changed: outcome.changed || tokenChanged };
}

/** Disables a person whom the configuration file no longer declares, and gives their row back to the pages. */
export async function undeclarePerson(tx: Tx, humanId: string): Promise<void> {
  await disableIn(tx, "configuration", { humanId, reason: "The configuration file does not declare them any more." });
  await updateHuman(tx, humanId, { source: "page", passwordSource: "page" });
}

/** The people whom the configuration file declared when it was applied last, disabled ones too. */
export async function listDeclaredPeople(tx: Tx): Promise<{ id: string; email: string }[]> {
  return tx.human.findMany({
    where: { source: "config" },
    select: { id: true, email: true },
    orderBy: { email: "asc" },
  });
}

async function insert(tx: Tx, said: Declaration): Promise<{ human: Human; changed: boolean }> {
  const { email, name, seesBodies, breakGlass = false, passwordHash } = said;
  const roles = orderRoles(said.roles);
  await endLinks(tx, "invite", { email });
  const passwordSource = passwordHash ? ("config" as const) : ("page" as const);
  const row = {
    id: newId(),
    email,
    name,
    roles,
    seesBodies,
    breakGlass,
    passwordHash,
    passwordSource,
    source: "config" as const,
  };
  const human = toHuman(await insertHuman(tx, row));
  await record(tx, { kind: "human.joined", facts: { email, roles, by: "configuration" } });
  return { human, changed: true };
}

async function update(tx: Tx, before: HumanRow, said: Declaration): Promise<{ human: Human; changed: boolean }> {
  const person = { id: before.id, email: before.email };
  const roles = orderRoles(said.roles);
  if (!roles.includes("admin")) await keepAnAdmin(tx, before);
  if (before.state === "disabled") await enableIn(tx, "configuration", before.id);
  const face = { name: said.name, roles, seesBodies: said.seesBodies, breakGlass: said.breakGlass ?? false };
  const { seesBodies, breakGlass } = before;
  const was = { name: before.name, roles: before.roles, seesBodies, breakGlass };
  const changed = JSON.stringify(face) !== JSON.stringify(was);
  const newPassword = said.passwordHash !== null && said.passwordHash !== before.passwordHash;
  await loseStanding(tx, before, { state: before.state, roles });
  const after = await updateHuman(tx, before.id, {
    ...face,
    source: "config",
    passwordSource: said.passwordHash ? "config" : "page",
    ...(newPassword && { passwordHash: said.passwordHash }),
  });
  await loseStanding(tx, before, after);
  if (changed) await record(tx, { kind: "human.changed", facts: { person, before: was, after: face } });
  if (newPassword) {
    await endSessionsOf(tx, before.id);
    await record(tx, { kind: "human.password_set", facts: { person, by: "configuration" } });
  }
  const taken = before.source !== "config" || before.state === "disabled";
  return { human: toHuman(after), changed: changed || newPassword || taken };
}
