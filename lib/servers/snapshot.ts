import { LRUCache } from "lru-cache";
import { shared } from "../base/index";
import { type Lock, lockSchema } from "../identity/schema";
import { type JsonObject, type ParamHeader, readParamHeaders, type ToolDefinition, toolFromText } from "../mcp/index";
import { type ToolClass, type ToolState, toolStateSchema } from "./schema";
import { classOf, findServerRowByName, listToolRows, type ServerRow, type ToolRow } from "./store";

/** A server as calls need it. */
export type Upstream = {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly state: "active" | "disabled";
  /** null until the first look at it has succeeded. */
  readonly era: "modern" | "legacy" | null;
  readonly protocol: string | null;
  readonly title: string | null;
};

/** A tool as it is pinned. Calls, lists and approvals all speak of this definition, never of what is offered. */
export type PinnedTool = {
  readonly name: string;
  readonly state: ToolState;
  readonly class: ToolClass | "unclassed";
  readonly digest: string;
  /** The definition that its server offers in place of the pinned one; null while it offers that. */
  readonly offeredDigest: string | null;
  readonly definition: ToolDefinition;
  /** While it is there no call to the tool is allowed. */
  readonly locked: Lock | null;
  /** The arguments that travel in headers as well, to servers of the modern era. */
  readonly paramHeaders: readonly ParamHeader[];
};

export type Snapshot = {
  readonly server: Upstream;
  readonly tools: ReadonlyMap<string, PinnedTool>;
  /** When it was read, in milliseconds of performance.now(): whatever had committed by then is in it. */
  readonly readAt: number;
};

/** How long a snapshot may serve calls, in milliseconds. */
export const SNAPSHOT_MS = 2000;

type Kept = { startedAt: number; reading: Promise<Snapshot | null>; snapshot?: Snapshot | null };
type Cache = { byName: LRUCache<string, Kept>; definitions: LRUCache<string, Definition> };
type Definition = Pick<PinnedTool, "definition" | "paramHeaders">;
const cache = shared<Cache>("servers.snapshots", () => ({
  byName: new LRUCache({ max: 1000 }),
  definitions: new LRUCache({ max: 5000 }),
}));

/** Forgets what is known of servers, so that the next call reads it again. To be called when the log tells of a change. */
export function invalidateServers(): void {
  cache.byName.clear();
}

/**
 * A server and its tools, at most 2 s old. Null when there is none of that name.
 *
 * @param notBefore A moment of performance.now(): what was begun to be read before it is read again. A caller that
 * has read a task passes a moment after that read, so that a change which raised the task's epoch is seen here, too.
 */
export function snapshotOf(name: string, notBefore = 0): Promise<Snapshot | null> | Snapshot | null {
  const kept = cache.byName.get(name);
  const oldest = Math.max(notBefore, performance.now() - SNAPSHOT_MS);
  if (kept && kept.startedAt >= oldest) return kept.snapshot === undefined ? kept.reading : kept.snapshot;
  return readAnew(name);
}

function readAnew(name: string): Promise<Snapshot | null> {
  const { byName } = cache;
  const startedAt = performance.now();
  const kept: Kept = { startedAt, reading: readSnapshot(name, startedAt) };
  byName.set(name, kept);
  kept.reading.then(
    (snapshot) => {
      kept.snapshot = snapshot;
    },
    () => byName.get(name) === kept && byName.delete(name), // a failure is the asker's to hear, not the next one's
  );
  return kept.reading;
}

async function readSnapshot(name: string, readAt: number): Promise<Snapshot | null> {
  const row = await findServerRowByName(name);
  if (!row) return null;
  const tools = await listToolRows(row.id);
  return { server: toUpstream(row), tools: new Map(tools.map((tool) => [tool.name, toPinnedTool(tool)])), readAt };
}

function toUpstream(row: ServerRow): Upstream {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    state: row.state === "active" ? "active" : "disabled",
    era: row.era === "modern" || row.era === "legacy" ? row.era : null,
    protocol: row.protocol,
    title: row.title,
  };
}

function toPinnedTool(row: ToolRow): PinnedTool {
  return {
    name: row.name,
    state: toolStateSchema.parse(row.state),
    class: classOf(row) ?? "unclassed",
    digest: row.digest,
    offeredDigest: row.offeredDigest,
    locked: lockSchema.nullable().parse(row.locked),
    ...definitionOf(row),
  };
}

/** Definitions are named by their digest and never change, so each is parsed once. */
function definitionOf(row: ToolRow): Definition {
  const { definitions } = cache;
  const known = definitions.get(row.digest);
  if (known) return known;
  const definition = toolFromText(row.definition);
  // Only definitions without a fault were ever pinned.
  const read = { definition, paramHeaders: readParamHeaders(definition.inputSchema as JsonObject).headers ?? [] };
  definitions.set(row.digest, read);
  return read;
}
