import { inTransaction, type Tx } from "../db/index";
import {
  declareLink,
  declarePerson,
  hashDeclaredPassword,
  listDeclaredPeople,
  undeclarePerson,
} from "../identity/index";
import { atPath } from "./at-path";
import type { Config, DeclaredPerson } from "./config";
import type { Present } from "./present";

/** As many passwords are hashed at once as the rest of the process can spare memory and threads for. */
const AT_ONCE = 2;

/** What the passwords of the file are stored as, by e-mail; one that is unchanged gives what is stored already. */
export async function hashPasswords({ people }: Config): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  const waiting = people.values();
  const worker = async () => {
    for (const { email, password } of waiting)
      if (password !== null) hashes.set(email, await hashDeclaredPassword(email, password));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return hashes;
}

type Given = { config: Config; present: Present; hashes: ReadonlyMap<string, string> };

/** Makes people what the file says, and disables those whom it no longer declares, all or none of them. */
export async function applyPeople(given: Given): Promise<string[]> {
  return inTransaction(async (tx) => [
    ...(await declareAll(tx, given)),
    ...(await linkAll(tx, given.config)),
    ...(await undeclareMissing(tx, given.config)),
  ]);
}

async function declareAll(tx: Tx, { config, present, hashes }: Given): Promise<string[]> {
  const changes: string[] = [];
  for (const person of adminsFirst(config.people)) {
    const { email, name, roles, seesBodies, breakGlass, accessToken, path } = person;
    const said = { email, name, roles, seesBodies, breakGlass, passwordHash: hashes.get(email) ?? null, accessToken };
    const { changed } = await atPath(config, path, () => declarePerson(tx, said));
    if (changed) changes.push(sayChange(email, present));
  }
  return changes;
}

/** Says which accounts are one person, once all of them are there. */
async function linkAll(tx: Tx, config: Config): Promise<string[]> {
  const changes: string[] = [];
  for (const { email, samePersonAs, path } of config.people) {
    const changed = await atPath(config, [...path, "samePersonAs"], () => declareLink(tx, email, samePersonAs));
    if (changed)
      changes.push(samePersonAs ? `${email} is the same person as ${samePersonAs}` : `${email} stands alone`);
  }
  return changes;
}

function sayChange(email: string, present: Present): string {
  const before = present.people.get(email);
  if (!before) return `${email} was made`;
  if (before.state === "disabled") return `${email} was enabled again`;
  return before.source === "config" ? `${email} was changed` : `${email}, made on the page, now belongs to the file`;
}

async function undeclareMissing(tx: Tx, config: Config): Promise<string[]> {
  const declared = new Set(config.people.map(({ email }) => email));
  const missing = (await listDeclaredPeople(tx)).filter(({ email }) => !declared.has(email));
  for (const { id } of missing) await atPath(config, ["people"], () => undeclarePerson(tx, id));
  return missing.map(({ email }) => `${email} was disabled: the file no longer declares them`);
}

/** Somebody must stay admin at every moment: who becomes one comes before who ceases to be. */
const adminsFirst = (people: readonly DeclaredPerson[]) =>
  people.toSorted((a, b) => Number(b.roles.includes("admin")) - Number(a.roles.includes("admin")));
