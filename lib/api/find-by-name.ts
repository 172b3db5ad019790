import { db } from "../db/index";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of the agent that a filter names, by name or id; null when there is none. */
export async function agentIdOf(nameOrId: string): Promise<string | null> {
  const where = UUID.test(nameOrId) ? { id: nameOrId.toLowerCase() } : { name: nameOrId };
  return (await db().agent.findUnique({ where, select: { id: true } }))?.id ?? null;
}

/** The id of the server that a filter names, by name or id; null when there is none. */
export async function serverIdOf(nameOrId: string): Promise<string | null> {
  const where = UUID.test(nameOrId) ? { id: nameOrId.toLowerCase() } : { name: nameOrId };
  return (await db().server.findUnique({ where, select: { id: true } }))?.id ?? null;
}

/** Names by id: of people, agents and servers, and what tasks are for. What is not there has no name. */
export type Names = {
  people: ReadonlyMap<string, string>;
  agents: ReadonlyMap<string, string>;
  servers: ReadonlyMap<string, string>;
  tasks: ReadonlyMap<string, string>;
};

type Ids = {
  people?: Iterable<string>;
  agents?: Iterable<string>;
  servers?: Iterable<string>;
  tasks?: Iterable<string>;
};

/** Reads the names of what some rows point at, with one question for each kind. */
export async function readNames({ people = [], agents = [], servers = [], tasks = [] }: Ids): Promise<Names> {
  const [ofPeople, ofAgents, ofServers, ofTasks] = await Promise.all([
    namesOf(people, (ids) => db().human.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })),
    namesOf(agents, (ids) => db().agent.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })),
    namesOf(servers, (ids) => db().server.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })),
    namesOf(tasks, purposesOf),
  ]);
  return { people: ofPeople, agents: ofAgents, servers: ofServers, tasks: ofTasks };
}

async function namesOf(
  wanted: Iterable<string>,
  read: (ids: string[]) => Promise<{ id: string; name: string }[]>,
): Promise<Map<string, string>> {
  const ids = [...new Set(wanted)];
  if (ids.length === 0) return new Map();
  return new Map((await read(ids)).map(({ id, name }) => [id, name]));
}

async function purposesOf(ids: string[]): Promise<{ id: string; name: string }[]> {
  return db().$queryRaw<{ id: string; name: string }[]>`
    SELECT t.id::text, c.purpose AS name FROM task t JOIN charter c ON c.id = t.charter_id WHERE t.id = ANY(${ids}::uuid[])`;
}
