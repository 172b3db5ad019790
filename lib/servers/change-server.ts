import { record } from "../audit/index";
import { AppError, canonicalJson, checkAddress } from "../base/index";
import {
  describeCredential,
  forgetCredential,
  type HumanOrFile,
  removeUpstreamCredential,
  setUpstreamCredential,
} from "../credentials/index";
import type { Tx } from "../db/index";
import { amendServer } from "./amend-server";
import { type ClassChange, classChanges, isRaised, writeClasses } from "./class-changes";
import { declaredClasses } from "./declared-classes";
import { findServer } from "./list-servers";
import { readToolsAnew } from "./read-tools";
import { type ServerChange, type ServerView, serverChangeSchema } from "./schema";
import { jsonOrNull, type ServerRow, type ToolRow, updateServer } from "./store";

/**
 * Changes a server's address, classing, credential or declared classes. A new address raises the epoch of every task
 * that may call the server, and the server is looked at again before anything is sent to it.
 *
 * @throws INVALID_INPUT, also when a credential would silently go to another origin than it was set for;
 * ADDRESS_REFUSED; NOT_FOUND; CONFIG_OWNED when the configuration file declares the server.
 */
export async function changeServer(human: HumanOrFile, serverId: string, change: ServerChange): Promise<ServerView> {
  const parsed = serverChangeSchema.safeParse(change);
  // The issues of zod name the field and the rule, never the value.
  if (!parsed.success) throw new AppError("INVALID_INPUT", parsed.error.issues[0]?.message);
  const wanted = {
    ...parsed.data,
    url: parsed.data.url === undefined ? undefined : checkAddress(parsed.data.url).href,
  };
  const keepsCredential = wanted.credential === undefined && (await describeCredential(serverId)) !== null;
  await amendServer(serverId, (server, tools) => {
    if (human && server.source === "config") throw new AppError("CONFIG_OWNED");
    if (keepsCredential && wanted.url !== undefined && !isSameOrigin(server.url, wanted.url)) {
      throw new AppError(
        "INVALID_INPUT",
        "The credential was set for the old address. Give it again, or remove it, together with the new one.",
        { field: "credential" },
      );
    }
    return planChange(human, { server, tools, wanted });
  });
  forgetCredential(serverId);
  const view = await findServer(serverId);
  if (human && view.state === "active") await readToolsAnew(serverId);
  return findServer(serverId);
}

const isSameOrigin = (one: string, other: string) => new URL(one).origin === new URL(other).origin;

type Wish = { server: ServerRow; tools: ToolRow[]; wanted: ServerChange };

function planChange(human: HumanOrFile, { server, tools, wanted }: Wish) {
  const moves = wanted.url !== undefined && wanted.url !== server.url;
  const classes = classChanges(tools, new Map(Object.entries(wanted.declared ?? {})));
  const tightened = moves ? tools : tools.filter((tool) => classes.some((c) => c.tool === tool.name && isRaised(c)));
  return {
    tightens: tightened.map((tool) => tool.name),
    reason: moves ? `The address of ${server.name} changed.` : `The class of tools of ${server.name} was raised.`,
    write: (tx: Tx, now: Date) => writeChange(tx, human, { server, wanted, moves, classes, now }),
  };
}

type Writing = { server: ServerRow; wanted: ServerChange; moves: boolean; classes: ClassChange[]; now: Date };

async function writeChange(tx: Tx, human: HumanOrFile, writing: Writing): Promise<void> {
  const { server, wanted, moves, classes, now } = writing;
  const before = { url: server.url, classing: server.classing, declared: declaredClasses(server) };
  const after = {
    url: wanted.url ?? before.url,
    classing: wanted.classing ?? before.classing,
    declared: wanted.declared === undefined ? before.declared : (wanted.declared ?? {}),
  };
  const unknown = { era: null, protocol: null, health: "unknown", healthNote: null, checkedAt: null };
  await updateServer(tx, server.id, {
    url: after.url,
    classing: after.classing,
    declared: jsonOrNull(wanted.declared === undefined ? declaredOrNull(server) : wanted.declared),
    ...(human ? {} : { source: "config" }),
    ...(moves ? unknown : {}),
  });
  if (canonicalJson(before) !== canonicalJson(after)) {
    await record(tx, { kind: "server.changed", serverId: server.id, humanId: human?.id, facts: { before, after } });
  }
  await writeClasses(tx, { serverId: server.id, human, now }, classes);
  if (wanted.credential) await setUpstreamCredential(tx, human, server.id, wanted.credential);
  if (wanted.credential === null) await removeUpstreamCredential(tx, human, server.id);
}

const declaredOrNull = (server: ServerRow) => (server.declared === null ? null : declaredClasses(server));
