import { digestOf } from "../base/index";
import { passwordProblem } from "../identity/schema";
import type { DeclaredPerson } from "./config";
import type { Path } from "./problem";
import type { Reader } from "./reader";
import { type PersonEntry, personEntrySchema } from "./schema";
import { secretProblem } from "./secret-problem";

/** Reads the people of the file. */
export function readPeople(reader: Reader, section: readonly unknown[]): DeclaredPerson[] {
  const people: DeclaredPerson[] = [];
  for (const [index, value] of section.entries()) {
    const path = ["people", index];
    const entry = reader.entry(personEntrySchema, value, path);
    if (!entry) continue;
    const twin = people.find((other) => other.email === entry.email);
    if (twin) reader.refuse([...path, "email"], `This person stands in the list already, at people[${twin.path[1]}].`);
    else people.push(readPerson(reader, entry, path));
  }
  refuseSharedTokens(reader, people);
  return people;
}

function readPerson(reader: Reader, entry: PersonEntry, path: Path): DeclaredPerson {
  const { email, roles = [], seesBodies = true, breakGlass = false, samePersonAs = null } = entry;
  if (samePersonAs === email) reader.refuse([...path, "samePersonAs"], "That is this account itself.");
  const name = entry.name ?? email.split("@")[0] ?? email;
  const about = { email, name };
  return {
    path,
    ...about,
    roles,
    seesBodies,
    breakGlass,
    samePersonAs,
    password: entry.password ? readPassword(reader, entry.password, { ...about, path: [...path, "password"] }) : null,
    accessToken: entry.accessToken ? readToken(reader, entry.accessToken, [...path, "accessToken", "value"]) : null,
  };
}

function readPassword(reader: Reader, reference: string, about: { email: string; name: string; path: Path }) {
  const password = reader.secret(reference, about.path);
  const weak = password && passwordProblem(password, about);
  if (weak) reader.refuse(about.path, `The password in ${reference.slice(4)} cannot be used. ${weak}`);
  return password;
}

function readToken(reader: Reader, { value: reference, rights }: NonNullable<PersonEntry["accessToken"]>, path: Path) {
  const value = reader.secret(reference, path);
  if (value === null) return null;
  const weak = secretProblem(value, reference.slice(4));
  if (weak) reader.refuse(path, weak);
  return { value, rights };
}

/** A token names one person; compared by digest, so that no comparison could show a value. */
function refuseSharedTokens(reader: Reader, people: readonly DeclaredPerson[]): void {
  const owners = new Map<string, string>();
  for (const { accessToken, email, path } of people) {
    if (!accessToken) continue;
    const digest = digestOf(accessToken.value);
    const owner = owners.get(digest);
    if (owner)
      reader.refuse([...path, "accessToken", "value"], `${owner} has the same access token. Give each their own.`);
    owners.set(digest, email);
  }
}
