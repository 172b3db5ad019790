import { type JsonLimits, parseStrictJson } from "../base/index";
import { readCall } from "./call-tool";
import { type Envelope, isObject, isRequestId, type JsonObject, readEnvelope } from "./envelope";
import { META, readEra, type Speech } from "./era";
import { type MessageHeaders, readHeaders, refuseHeaders } from "./headers";
import type { ClientAbilities, ClientNotification, ClientRequest, ParsedMessage } from "./message";
import { type Refusal, refuseBody, refuseMethod, refuseParams, refuseShape } from "./refusal";
import { type Implementation, LEGACY_VERSIONS, type LegacyVersion, MODERN_VERSION, type RequestId } from "./schema";

/** As large as the official servers take, and deeper than any tool's arguments. */
export const MESSAGE_LIMITS: JsonLimits = { bytes: 4 * 1024 * 1024, depth: 64 };

/** An HTTP POST as it came: `headers` is Node's `rawHeaders` (name, value, name, value …), `body` the whole body. */
export type Post = { headers: readonly string[]; body: Uint8Array; limits?: JsonLimits };

/** Reads one message of an MCP client, or says how to refuse it. Never throws for bad input. */
export function parseMessage({ headers: raw, body, limits = MESSAGE_LIMITS }: Post): ParsedMessage | Refusal {
  const headers = readHeaders(raw);
  const unfit = refuseHeaders(headers);
  if (unfit !== null) return unfit;
  const json = parseStrictJson(body, limits);
  if (json.refusal !== undefined) return refuseBody(json.refusal);
  const message = readEnvelope(json.value);
  if (isRefusal(message)) return message;
  const speech = readEra(message, headers);
  if (isRefusal(speech)) return speech;
  return message.id === null ? readNotification(message, speech) : readRequest(message, speech, headers);
}

/** Tells a refusal from whatever else a reader may have given. */
export function isRefusal(value: object): value is Refusal {
  return "kind" in value && value.kind === "refused";
}

function readNotification({ id, method, params }: Envelope, { era }: Speech): ClientNotification | Refusal {
  if (method === "notifications/cancelled" && era === "legacy") {
    const { requestId } = params;
    if (isRequestId(requestId)) return { kind: "notification", era, method, requestId };
    return refuseParams({ id }, '"requestId" must be the id of a request.');
  }
  if (method === "notifications/initialized") return { kind: "notification", era, method };
  if (method.startsWith("notifications/")) return { kind: "notification", era, method: "other" };
  // "Fire and forget" would let a call be made whose result nobody can be told.
  return refuseShape({ id }, "ID", "This method is a request: it needs an id.");
}

function readRequest(message: Envelope, speech: Speech, headers: MessageHeaders): ClientRequest | Refusal {
  if (message.id === null) return refuseShape(message, "ID", "A request needs an id.");
  const { client, abilities } = readClient(message);
  const shared: Shared = { kind: "request", id: message.id, client, abilities };
  const { era, version } = speech;
  if (message.method !== "tools/call" || version === null) {
    return readSmallRequest(message, speech, shared) ?? refuseMethod(message, era);
  }
  const call = readCall(message, speech, headers);
  if (isRefusal(call)) return call;
  // Assigned one by one: spreading costs as much as parsing, and every call comes this way.
  const { name, canonicalArguments, argumentsDigest, progressToken, task, retry, traceparent } = call;
  return {
    kind: "request",
    id: message.id,
    method: "tools/call",
    era,
    version,
    client,
    abilities,
    name,
    arguments: call.arguments,
    canonicalArguments,
    argumentsDigest,
    progressToken,
    task,
    retry,
    traceparent,
    paramHeaders: headers.params,
  };
}

type Shared = { kind: "request"; id: RequestId; client: Implementation | null; abilities: ClientAbilities };

/** Everything but tools/call; null when the method does not exist in this era. */
function readSmallRequest(message: Envelope, speech: Speech, shared: Shared): ClientRequest | Refusal | null {
  const { method, params } = message;
  const { era, version } = speech;
  if (method === "initialize" && era === "legacy") {
    if (typeof params.protocolVersion !== "string") return refuseParams(message, '"protocolVersion" must be a string.');
    return { ...shared, era, method, version: negotiate(params.protocolVersion) };
  }
  if (version === null) return null;
  if (method === "server/discover" && era === "modern") return { ...shared, era, method, version };
  if (method === "ping" && era === "legacy") return { ...shared, era, method, version };
  if (method !== "tools/list") return null;
  const { cursor } = params;
  if (cursor !== undefined && typeof cursor !== "string") return refuseParams(message, '"cursor" must be a string.');
  return { ...shared, era, method, version, cursor: cursor ?? null };
}

/** The version asked for when it is served, else the newest: the client then decides whether it stays. */
function negotiate(asked: string): LegacyVersion {
  return LEGACY_VERSIONS.find((served) => served === asked) ?? LEGACY_VERSIONS[0];
}

function readClient({ method, params, meta }: Envelope): { client: Implementation | null; abilities: ClientAbilities } {
  const modern = meta[META.protocolVersion] === MODERN_VERSION;
  const info = modern ? meta[META.clientInfo] : method === "initialize" ? params.clientInfo : undefined;
  const abilities = modern ? meta[META.clientCapabilities] : method === "initialize" ? params.capabilities : undefined;
  return {
    client: isObject(info) ? implementationOf(info) : null,
    abilities: isObject(abilities) ? abilitiesOf(abilities) : NO_ABILITIES,
  };
}

const NO_ABILITIES: ClientAbilities = { elicitationUrl: false, tasks: false };

function abilitiesOf({ elicitation, extensions }: JsonObject): ClientAbilities {
  return {
    elicitationUrl: isObject(elicitation) && isObject(elicitation.url),
    tasks: isObject(extensions) && isObject(extensions["io.modelcontextprotocol/tasks"]),
  };
}

function implementationOf({ name, version, title }: JsonObject): Implementation | null {
  if (typeof name !== "string" || typeof version !== "string") return null;
  const brief = { name: cut(name), version: cut(version) };
  return typeof title === "string" ? { ...brief, title: cut(title) } : brief;
}

/** To what fits a card and a log line: the client chooses these texts. A cut may fall inside a surrogate pair. */
function cut(text: string): string {
  return text.slice(0, 100).toWellFormed();
}
