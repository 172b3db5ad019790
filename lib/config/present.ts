import {
  type PresentAgent,
  type PresentPerson,
  type PresentServer,
  readPresentAgents,
  readPresentPeople,
  readPresentServers,
} from "./store";

/** What is there already, by the names that the file uses. */
export type Present = {
  people: ReadonlyMap<string, PresentPerson>;
  servers: ReadonlyMap<string, PresentServer>;
  agents: ReadonlyMap<string, PresentAgent>;
};

export async function readPresent(): Promise<Present> {
  const [people, servers, agents] = await Promise.all([readPresentPeople(), readPresentServers(), readPresentAgents()]);
  return {
    people: new Map(people.map((person) => [person.email, person])),
    servers: new Map(servers.map((server) => [server.name, server])),
    agents: new Map(agents.map((agent) => [agent.name, agent])),
  };
}
