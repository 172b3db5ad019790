import type { Json } from "../base/index";
import type { JsonObject } from "./envelope";
import type { Era, Implementation, LegacyVersion, RequestId, ServedVersion } from "./schema";

/** What a client says it can do. Only picks the form of an answer; never a ground for a decision. */
export type ClientAbilities = { elicitationUrl: boolean; tasks: boolean };

type Request = {
  kind: "request";
  id: RequestId;
  era: Era;
  /** null where the request does not say (legacy requests after the handshake). */
  client: Implementation | null;
  abilities: ClientAbilities;
};

export type InitializeRequest = Request & { method: "initialize"; era: "legacy"; version: LegacyVersion };
export type DiscoverRequest = Request & { method: "server/discover"; era: "modern"; version: ServedVersion };
export type PingRequest = Request & { method: "ping"; era: "legacy"; version: ServedVersion };
export type ListToolsRequest = Request & { method: "tools/list"; version: ServedVersion; cursor: string | null };

/** One call of one tool, as it will be decided, shown, recorded and sent. */
export type CallToolRequest = Request & {
  method: "tools/call";
  version: ServedVersion;
  name: string;
  arguments: JsonObject;
  /** RFC 8785 text of `arguments`: what reviewers see and what goes upstream, byte for byte. */
  canonicalArguments: string;
  /** SHA-256 of that text, 64 hex digits. */
  argumentsDigest: string;
  /** Set when the client wants progress notifications. */
  progressToken: RequestId | null;
  /** A 2025-11-25 client asks for an MCP task. `ttl` in milliseconds, null when it leaves it to us. */
  task: { ttl: number | null } | null;
  /** A 2026-07-28 client retries with answers to input we asked for. Proof of nothing: they come from the agent's host. */
  retry: { inputResponses: Json | null; requestState: string | null } | null;
  /** W3C trace context of the caller, when it is well formed. */
  traceparent: string | null;
  /** `Mcp-Param-*` by lower-case name; checked against the arguments by `refuseParamHeaders`. */
  paramHeaders: ReadonlyMap<string, string>;
};

export type ClientRequest = InitializeRequest | DiscoverRequest | PingRequest | ListToolsRequest | CallToolRequest;

/** Answered with 202 and no body. Only a legacy `cancelled` means anything; "other" is ignored. */
export type ClientNotification =
  | { kind: "notification"; era: Era; method: "notifications/initialized" | "other" }
  | { kind: "notification"; era: Era; method: "notifications/cancelled"; requestId: RequestId };

export type ParsedMessage = ClientRequest | ClientNotification;
