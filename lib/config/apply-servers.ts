import { canonicalJson } from "../base/index";
import { describeCredential } from "../credentials/index";
import {
  addServer,
  changeServer,
  classTools,
  disableServer,
  enableServer,
  listTools,
  type ServerChange,
} from "../servers/index";
import { atPath } from "./at-path";
import type { Config, DeclaredServer } from "./config";
import type { Present } from "./present";
import { nameOf } from "./problem";
import { DISABLED_BY_FILE, type PresentServer, wasDisabledByFile } from "./store";

/**
 * Makes servers what the file says, and disables those that it no longer declares. No server is called: one that is
 * down does not stop a start, and the sweeper looks at it soon.
 */
export async function applyServers(config: Config, present: Present): Promise<string[]> {
  const changes: string[] = [];
  for (const server of config.servers) {
    const before = present.servers.get(server.name);
    const work = () => (before ? declareServer(server, before) : makeServer(server));
    changes.push(...(await atPath(config, server.path, work)));
  }
  const declared = new Set(config.servers.map(({ name }) => name));
  const missing = [...present.servers.values()].filter(
    ({ source, name }) => source === "config" && !declared.has(name),
  );
  for (const { id, name } of missing) {
    await disableServer(null, id, `${DISABLED_BY_FILE} ${nameOf(config.file)} no longer declares it.`);
    changes.push(`server ${name} was disabled: the file no longer declares it`);
  }
  return changes;
}

async function makeServer({ name, url, classing, declared, credential }: DeclaredServer): Promise<string[]> {
  await addServer(null, { name, url, classing, declared: declared ?? undefined, credential: credential ?? undefined });
  return [`server ${name} was added`];
}

async function declareServer(server: DeclaredServer, before: PresentServer): Promise<string[]> {
  const { name, url, classing, declared, credential } = server;
  const change: ServerChange = { url, classing, declared, credential };
  await changeServer(null, before.id, change);
  const unclassed = await unclassDropped(server, before);
  const enabled = before.state === "disabled" && before.source === "page" && (await enableReturned(before.id));
  if (enabled) return [`server ${name} was enabled again`];
  if (before.source === "page") return [`server ${name}, made on the page, now belongs to the file`];
  const face = (of: Pick<PresentServer, "url" | "classing">, classes: unknown) =>
    canonicalJson({ url: of.url, classing: of.classing, declared: { ...(classes as Record<string, string> | null) } });
  const same =
    face(before, before.declared) === face(server, declared) &&
    unclassed === 0 &&
    (await describeCredential(before.id))?.updatedAt === before.credential?.updatedAt.toISOString();
  return same ? [] : [`server ${name} was changed`];
}

/** A server that a person disabled stays disabled, whatever the file says: a restart grants nothing. */
async function enableReturned(serverId: string): Promise<boolean> {
  if (!(await wasDisabledByFile("server", serverId))) return false;
  await enableServer(null, serverId);
  return true;
}

/**
 * Takes the class from tools that had theirs from the file, or from hints that it trusted, and no longer do: what the
 * file stops saying must not go on allowing. A class that a person gave stays.
 *
 * @returns How many tools.
 */
async function unclassDropped(server: DeclaredServer, before: PresentServer): Promise<number> {
  const said = (classes: unknown, tool: string) => Object.hasOwn(Object(classes ?? {}), tool);
  const dropped = (await listTools(before.id)).filter(
    (tool) =>
      tool.class !== null &&
      tool.classedBy === null &&
      !said(server.declared, tool.name) &&
      (server.classing === "ask" || said(before.declared, tool.name)),
  );
  if (dropped.length === 0) return 0;
  await classTools(
    null,
    before.id,
    dropped.map(({ name }) => ({ tool: name, class: null })),
  );
  return dropped.length;
}
