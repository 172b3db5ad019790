import { AppError } from "../../base/index";
import { db } from "../../db/index";
import { listPeople as list } from "../../identity/index";
import type { PersonRow } from "./schema";

/** Reads everybody, disabled people too, each with how many agents they own. */
export async function readPeople(): Promise<PersonRow[]> {
  const [people, owned] = await Promise.all([list(), db().agent.groupBy({ by: ["ownerId"], _count: { _all: true } })]);
  const agents = new Map(owned.map((row) => [row.ownerId, row._count._all]));
  return people.map((person) => ({
    ...person,
    createdAt: person.createdAt.toISOString(),
    disabledAt: person.disabledAt?.toISOString() ?? null,
    seenAt: person.seenAt?.toISOString() ?? null,
    agents: agents.get(person.id) ?? 0,
  }));
}

/** Reads one person as they stand in the list. @throws NOT_FOUND. */
export async function readPerson(id: string): Promise<PersonRow> {
  const person = (await readPeople()).find((candidate) => candidate.id === id);
  if (!person) throw new AppError("NOT_FOUND", "There is no such person.");
  return person;
}
