import type { Json } from "../base/index";
import { META } from "./era";
import type { Refusal, RpcError } from "./refusal";
import {
  type Era,
  type Implementation,
  type LegacyVersion,
  MODERN_VERSION,
  type RequestId,
  type ToolDefinition,
} from "./schema";

/** Whom an answer goes to: the id of the request and the era it was spoken in. */
export type ReplyTo = { id: RequestId; era: Era };

/** We offer tools, and never announce changes: there is no stream to announce them on. */
const CAPABILITIES = { tools: { listChanged: false } };

/** A JSON-RPC response around a result that is already JSON text. */
export function resultReply(id: RequestId, result: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
}

/** A JSON-RPC error. `id` is null only when the request had none that could be read. */
export function errorReply(id: RequestId | null, error: RpcError): string {
  return JSON.stringify({ jsonrpc: "2.0", id, error });
}

/** The HTTP status and JSON body that answer a refusal. */
export function refusalReply(refusal: Refusal): { http: number; body: string } {
  return { http: refusal.http, body: errorReply(refusal.id, refusal.rpc) };
}

/** Answers initialize; `version` is the one that `parseMessage` settled on. */
export function initializeReply(to: { id: RequestId; version: LegacyVersion }, server: ServerFace): string {
  const { info, instructions } = server;
  const result = { protocolVersion: to.version, capabilities: CAPABILITIES, serverInfo: info, instructions };
  return resultReply(to.id, JSON.stringify(result));
}

/** How a gated server presents itself to agents. */
export type ServerFace = { info: Implementation; instructions?: string };

/** Answers server/discover. `ttlMs`: how long a client may keep the answer, in milliseconds. */
export function discoverReply(id: RequestId, { info, instructions }: ServerFace, ttlMs = 0): string {
  const result = {
    resultType: "complete",
    supportedVersions: [MODERN_VERSION],
    capabilities: CAPABILITIES,
    instructions,
    ttlMs,
    cacheScope: "private",
    _meta: { [META.serverInfo]: info },
  };
  return resultReply(id, JSON.stringify(result));
}

/** Answers ping. */
export function pingReply(id: RequestId): string {
  return resultReply(id, "{}");
}

/**
 * Answers tools/list with one page. What an agent sees depends on its grant, so nobody may keep it.
 * `execution` is left out in both eras: it tells clients to ask for MCP tasks, and some refuse to call the tool without.
 */
export function toolsListReply(to: ReplyTo, tools: readonly ToolDefinition[]): string {
  const offered = tools.map(({ execution: _, ...tool }) => tool);
  const result =
    to.era === "modern"
      ? { resultType: "complete", tools: offered, ttlMs: 0, cacheScope: "private" }
      : { tools: offered };
  return resultReply(to.id, JSON.stringify(result));
}

/**
 * A tool result with one text. Say `isError: true` for everything that is not the tool's own success: clients insist
 * on structured content from a tool with an output schema unless its result is an error.
 */
export function toolText(to: ReplyTo, text: string, isError: boolean): string {
  const content: Json = [{ type: "text", text }];
  const result = to.era === "modern" ? { resultType: "complete", content, isError } : { content, isError };
  return resultReply(to.id, JSON.stringify(result));
}
