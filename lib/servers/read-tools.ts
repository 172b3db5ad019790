import { recordedInventory } from "../audit/index";
import { AppError, isAppError, shared } from "../base/index";
import { lend } from "../credentials/index";
import { lookAtServer, type NoSight, type Sight } from "./look-at-server";
import { pinTools } from "./pin-tools";
import type { Inventory } from "./schema";
import { noteSessions } from "./session-belief";
import { invalidateServers } from "./snapshot";
import { findServerRow, markChecked, markDown, type ServerRow } from "./store";

/** How long a look at a server may take, in milliseconds. */
export const LOOK_MS = 10_000;

const looks = () => shared<Map<string, Promise<Inventory>>>("servers.looks", () => new Map());

/**
 * Looks at a server: tests the connection, reads its tools and writes down what has changed. Who asks while a look
 * is under way in this process gets that one's result. Takes at most 10 s.
 *
 * @returns What was found; a server that cannot be reached or understood is `down`, with the reason as a sentence.
 * @throws NOT_FOUND when there is no such server; SERVER_DISABLED when it is disabled.
 */
export function readTools(serverId: string): Promise<Inventory> {
  return looks().get(serverId) ?? readToolsAnew(serverId);
}

/** The same for a server that has just been changed: a look that is under way went to what it was before. */
export function readToolsAnew(serverId: string): Promise<Inventory> {
  const look = lookOnce(serverId).finally(() => looks().get(serverId) === look && looks().delete(serverId));
  looks().set(serverId, look);
  return look;
}

async function lookOnce(serverId: string): Promise<Inventory> {
  const server = await markChecked(serverId);
  if (!server?.checkedAt) throw await refusalFor(serverId);
  const sight = await see(server);
  if ("fault" in sight) return writeDown(server, server.checkedAt, sight.fault);
  noteSessions(server, sight.hasSessions);
  const pinned = await pinTools(serverId, { ...sight, checkedAt: server.checkedAt });
  const changes = pinned ?? { pinned: 0, drifted: 0, gone: 0 };
  return { health: "up", note: sight.facts.note, tools: sight.offered.length, ...changes };
}

async function see(server: ServerRow): Promise<Sight | NoSight> {
  try {
    // markChecked has just written down that this server is being looked at.
    const secretHeaders = await lend(server.id, recordedInventory(server.id));
    return await lookAtServer({ server, secretHeaders }, performance.now() + LOOK_MS).finally(() =>
      secretHeaders.giveBack(),
    );
  } catch (error) {
    if (isAppError(error) && error.code === "CREDENTIAL_MISSING") return { fault: error.message };
    throw error;
  }
}

async function writeDown(server: ServerRow, checkedAt: Date, note: string): Promise<Inventory> {
  if (await markDown(server.id, checkedAt, note)) invalidateServers();
  return { health: "down", note, tools: 0, pinned: 0, drifted: 0, gone: 0 };
}

async function refusalFor(serverId: string): Promise<AppError> {
  const row = await findServerRow(serverId);
  return row
    ? new AppError("SERVER_DISABLED", `The server ${row.name} is disabled.`)
    : new AppError("NOT_FOUND", "There is no such server.");
}

const lookedBySelf = () => shared<Map<string, number>>("servers.triggered", () => new Map());
const TRIGGER_MS = 10_000;

/**
 * Asks for a look at a server that has just behaved as if it had changed; at most one in 10 s. Returns at once.
 */
export function suspectServer(serverId: string): void {
  const now = performance.now();
  const last = lookedBySelf().get(serverId);
  if (last !== undefined && now - last < TRIGGER_MS) return;
  lookedBySelf().set(serverId, now);
  readTools(serverId).catch(() => {}); // the sweeper looks again within a minute
}
