import { listEntries } from "../audit/index";
import { db } from "../db/index";
import { listChannels } from "../notify/index";
import type { ChannelView } from "../notify/schema";

/**
 * What is there, as far as the configuration file may speak of it. Only read here: every change goes through the verbs
 * of the module that owns the table.
 */

export type PresentPerson = {
  id: string;
  email: string;
  name: string;
  roles: string[];
  seesBodies: boolean;
  breakGlass: boolean;
  /** The e-mail of the account that stands for the same person. */
  samePersonAs: string | null;
  state: string;
  source: string;
  passwordHash: string | null;
  passwordSource: string;
};

export type PresentServer = {
  id: string;
  name: string;
  url: string;
  state: string;
  source: string;
  classing: string;
  declared: unknown;
  credential: { header: string; source: string; updatedAt: Date } | null;
};

export type PresentAgent = {
  id: string;
  name: string;
  note: string;
  state: string;
  source: string;
  ownerEmail: string;
};

/** Reads every person, disabled ones too, by e-mail. */
export async function readPresentPeople(): Promise<PresentPerson[]> {
  const rows = await db().human.findMany({
    orderBy: { email: "asc" },
    select: {
      id: true,
      email: true,
      name: true,
      roles: true,
      seesBodies: true,
      breakGlass: true,
      samePersonAs: true,
      state: true,
      source: true,
      passwordHash: true,
      passwordSource: true,
    },
  });
  const emails = new Map(rows.map(({ id, email }) => [id, email]));
  return rows.map((row) => ({ ...row, samePersonAs: row.samePersonAs && (emails.get(row.samePersonAs) ?? null) }));
}

/** Reads every server, disabled ones too, by name. */
export async function readPresentServers(): Promise<PresentServer[]> {
  const [servers, credentials] = await Promise.all([
    db().server.findMany({
      orderBy: { name: "asc" },
      select: { id: true, name: true, url: true, state: true, source: true, classing: true, declared: true },
    }),
    db().upstreamCredential.findMany({ select: { serverId: true, header: true, source: true, updatedAt: true } }),
  ]);
  const byServer = new Map(credentials.map(({ serverId, ...credential }) => [serverId, credential]));
  return servers.map((server) => ({ ...server, credential: byServer.get(server.id) ?? null }));
}

/** Reads every agent, disabled ones too, by name. */
export async function readPresentAgents(): Promise<PresentAgent[]> {
  const rows = await db().agent.findMany({ orderBy: { name: "asc" }, include: { owner: { select: { email: true } } } });
  return rows.map(({ id, name, note, state, source, owner }) => ({
    id,
    name,
    note,
    state,
    source,
    ownerEmail: owner.email,
  }));
}

/** A channel, without anything that is secret. */
export type PresentChannel = ChannelView;

/** Reads every channel, those that are off too, by name. */
export async function readPresentChannels(): Promise<PresentChannel[]> {
  return listChannels();
}

/** Which live access tokens the file gave to whom, by person. */
export async function readDeclaredTokens(): Promise<Map<string, string[]>> {
  const rows = await db().accessToken.findMany({
    where: { source: "config", revokedAt: null },
    select: { humanId: true, rights: true },
  });
  return new Map(rows.map(({ humanId, rights }) => [humanId, rights]));
}

/** Whose an access token of this digest is, and who made it; null when there is none. */
export async function findTokenHolder(hash: string): Promise<{ humanId: string; source: string } | null> {
  return db().accessToken.findUnique({ where: { hash }, select: { humanId: true, source: true } });
}

/** Which live secrets and keys the file gave to whom, by agent. */
export async function readDeclaredCredentials(): Promise<Map<string, Set<string>>> {
  const rows = await db().agentCredential.findMany({
    where: { source: "config", revokedAt: null },
    select: { agentId: true, kind: true },
  });
  const kinds = new Map<string, Set<string>>();
  for (const { agentId, kind } of rows) kinds.set(agentId, (kinds.get(agentId) ?? new Set()).add(kind));
  return kinds;
}

/** How much of what is there was declared by a configuration file. */
export async function countDeclared(): Promise<number> {
  const where = { source: "config" };
  const counts = await Promise.all([
    db().human.count({ where }),
    db().server.count({ where }),
    db().agent.count({ where }),
    db().channel.count({ where }),
    db().rule.count({ where: { ...where, deletedAt: null } }),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Tells whether anybody is left who may change people, servers, agents and rules on the pages. */
export async function hasAdmin(): Promise<boolean> {
  return (await db().human.count({ where: { state: "active", roles: { has: "admin" } } })) > 0;
}

/** The words by which every entry begins that says the file no longer declares something. */
export const DISABLED_BY_FILE = "The configuration file";

/**
 * Tells whether the configuration file disabled something that is disabled now, as opposed to a person. When the log
 * does not say, it was a person.
 */
export async function wasDisabledByFile(what: "human" | "agent" | "server", id: string): Promise<boolean> {
  const about = { human: {}, agent: { agentId: id }, server: { serverId: id } }[what];
  const entries = await listEntries({ ...about, kinds: [`${what}.disabled`] }, what === "human" ? 1000 : 1, "newest");
  const last = entries.find(({ facts }) => what !== "human" || personOf(facts) === id);
  return last !== undefined && !last.humanId && String(last.facts.reason).startsWith(DISABLED_BY_FILE);
}

const personOf = (facts: Record<string, unknown>) => (facts.person as { id?: unknown } | undefined)?.id;
