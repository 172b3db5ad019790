import type { Json } from "../base/index";
import { type Envelope, isObject, type JsonObject } from "./envelope";
import type { MessageHeaders } from "./headers";
import { type Refusal, refuseMismatch, refuseMissingVersion, refuseParams, refuseVersion } from "./refusal";
import { LEGACY_VERSIONS, MODERN_VERSION, type ServedVersion } from "./schema";

export const META = {
  protocolVersion: "io.modelcontextprotocol/protocolVersion",
  clientInfo: "io.modelcontextprotocol/clientInfo",
  clientCapabilities: "io.modelcontextprotocol/clientCapabilities",
  serverInfo: "io.modelcontextprotocol/serverInfo",
} as const;

/** Which protocol a message is spoken in. `version` is null only while an initialize still negotiates it. */
export type Speech =
  | { era: "modern"; version: typeof MODERN_VERSION }
  | { era: "legacy"; version: ServedVersion | null };

/**
 * Decides the era from the body: a `_meta` that names a protocol version is modern, everything else is legacy.
 * The header never decides; it must agree.
 *
 * Source: MCP 2026-07-28, versioning and Streamable HTTP, "Server Validation".
 */
export function readEra(message: Envelope, headers: MessageHeaders): Speech | Refusal {
  const claim = message.meta[META.protocolVersion];
  // A modern client's notification carries no claim: there the header is all there is.
  if (claim === undefined && headers.protocolVersion === MODERN_VERSION) {
    if (message.id === null) return agreeing(message, headers) ?? { era: "modern", version: MODERN_VERSION };
    if (message.method !== "initialize") return refuseMissing(message);
    return refuseMismatch(message, "The header names a modern version, but initialize belongs to a legacy one.");
  }
  return claim === undefined ? readLegacy(message, headers) : readModern(message, headers, claim);
}

function refuseMissing(message: Envelope): Refusal {
  const missing = [META.protocolVersion, META.clientCapabilities].filter((key) => message.meta[key] === undefined);
  return refuseParams(
    message,
    `The header says ${MODERN_VERSION}, but _meta lacks ${missing.join(" and ")}.`,
    "ENVELOPE",
  );
}

function readModern(message: Envelope, headers: MessageHeaders, claim: Json): Speech | Refusal {
  if (typeof claim !== "string") return refuseParams(message, `${META.protocolVersion} must be a string.`, "ENVELOPE");
  const fault = message.id === null ? null : faultOfEnvelope(message.meta);
  if (fault !== null) return refuseParams(message, fault, "ENVELOPE");
  if (headers.protocolVersion !== undefined && headers.protocolVersion !== claim) {
    return refuseMismatch(message, "The MCP-Protocol-Version header and the body name different versions.");
  }
  if (claim !== MODERN_VERSION) return refuseVersion(message, claim);
  const required = message.id === null ? null : missingHeader(headers);
  if (required !== null) return refuseMismatch(message, `The ${required} header is missing.`);
  return agreeing(message, headers) ?? { era: "modern", version: MODERN_VERSION };
}

function missingHeader(headers: MessageHeaders): string | null {
  if (headers.protocolVersion === undefined) return "MCP-Protocol-Version";
  return headers.method === undefined ? "Mcp-Method" : null;
}

function faultOfEnvelope(meta: JsonObject): string | null {
  if (!isObject(meta[META.clientCapabilities])) return `_meta must hold ${META.clientCapabilities} as an object.`;
  const client = meta[META.clientInfo];
  if (client === undefined) return null;
  const named = isObject(client) && typeof client.name === "string" && typeof client.version === "string";
  return named ? null : `${META.clientInfo} must be an object with a name and a version.`;
}

function readLegacy(message: Envelope, headers: MessageHeaders): Speech | Refusal {
  const mismatch = agreeing(message, headers);
  if (mismatch !== null) return mismatch;
  // Its parameters name the version; a header may still carry what an earlier handshake settled on.
  if (message.method === "initialize") return { era: "legacy", version: null };
  if (headers.protocolVersion === undefined) return refuseMissingVersion(message);
  const version = LEGACY_VERSIONS.find((served) => served === headers.protocolVersion);
  return version === undefined ? refuseVersion(message, headers.protocolVersion) : { era: "legacy", version };
}

/** No legacy client sends Mcp-Method, but where one stands somebody may have routed by it: it has to be true. */
function agreeing(message: Envelope, headers: MessageHeaders): Refusal | null {
  return headers.method === undefined || headers.method === message.method
    ? null
    : refuseMismatch(message, "The Mcp-Method header and the body name different methods.");
}
