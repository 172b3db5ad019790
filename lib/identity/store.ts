import { isId } from "../base/index";
import type { Tx } from "../db/index";
import { db } from "../db/index";
import { orderRoles, ROLES, type Role } from "./rights";
import type { Human } from "./schema";

/** A stored person, with what only this module may know. */
export type HumanRow = Human & {
  breakGlass: boolean;
  samePersonAs: string | null;
  state: "active" | "disabled";
  source: "page" | "config";
  passwordHash: string | null;
  passwordSource: "page" | "config";
  oidcIssuer: string | null;
  oidcSubject: string | null;
  createdAt: Date;
  disabledAt: Date | null;
};

type StoredHuman = Omit<HumanRow, "roles" | "state" | "source" | "passwordSource"> & {
  roles: string[];
  state: string;
  source: string;
  passwordSource: string;
};

/** Turns a row into a person. A word the lists do not have becomes the one that allows least. */
export function toHumanRow(row: StoredHuman): HumanRow {
  return {
    ...row,
    roles: knownRoles(row.roles),
    state: row.state === "active" ? "active" : "disabled",
    source: row.source === "config" ? "config" : "page",
    passwordSource: row.passwordSource === "config" ? "config" : "page",
  };
}

/** Leaves of a stored person what the rest of the house may know. */
export const toHuman = ({ id, email, name, roles, seesBodies, breakGlass }: Human): Human => ({
  id,
  email,
  name,
  roles,
  seesBodies,
  breakGlass,
});

/** The roles among stored words. */
export const knownRoles = (words: readonly string[]): Role[] =>
  orderRoles(ROLES.filter((role) => words.includes(role)));

/** Finds a person by id, disabled ones too; in a transaction when one is given. */
export async function readHuman(id: string, tx: Tx = db()): Promise<HumanRow | null> {
  if (!isId(id)) return null;
  const row = await tx.human.findUnique({ where: { id } });
  return row && toHumanRow(row);
}

/** Finds a person by e-mail in its stored form, disabled ones too. */
export async function readHumanByEmail(email: string, tx: Tx = db()): Promise<HumanRow | null> {
  const row = await tx.human.findUnique({ where: { email } });
  return row && toHumanRow(row);
}

/** Finds the person who is linked to an identity of a sign-in service. */
export async function readHumanByIssuer(issuer: string, subject: string, tx: Tx = db()): Promise<HumanRow | null> {
  const row = await tx.human.findUnique({
    where: { oidcIssuer_oidcSubject: { oidcIssuer: issuer, oidcSubject: subject } },
  });
  return row && toHumanRow(row);
}

export type NewHuman = Pick<HumanRow, "id" | "email" | "name" | "roles"> & Partial<HumanRow>;

/** Stores a person. The caller holds the people lock and has looked the e-mail up. */
export async function insertHuman(tx: Tx, human: NewHuman): Promise<HumanRow> {
  return toHumanRow(await tx.human.create({ data: { ...human, roles: orderRoles(human.roles) } }));
}

/** Changes a person. The caller holds the people lock. */
export async function updateHuman(tx: Tx, id: string, change: Partial<Omit<HumanRow, "id">>): Promise<HumanRow> {
  return toHumanRow(await tx.human.update({ where: { id }, data: change }));
}
