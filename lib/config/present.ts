import {
  type PresentAgent,
  type PresentChannel,
  type PresentPerson,
  type PresentServer,
  readPresentAgents,
  readPresentChannels,
  readPresentPeople,
  readPresentServers,
} from "./store";

/** What is there already, by the names that the file uses. */
export type Present = {
  people: ReadonlyMap<string, PresentPerson>;
  servers: ReadonlyMap<string, PresentServer>;
  agents: ReadonlyMap<string, PresentAgent>;
  channels: ReadonlyMap<string, PresentChannel>;
};

export async function readPresent(): Promise<Present> {
  const [people, servers, agents, channels] = await Promise.all([
    readPresentPeople(),
    readPresentServers(),
    readPresentAgents(),
    readPresentChannels(),
  ]);
  return {
    people: new Map(people.map((person) => [person.email, person])),
    servers: new Map(servers.map((server) => [server.name, server])),
    agents: new Map(agents.map((agent) => [agent.name, agent])),
    channels: new Map(channels.map((channel) => [channel.name, channel])),
  };
}
