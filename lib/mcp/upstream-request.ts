import { canonicalJson, type Json } from "../base/index";
import type { JsonObject } from "./envelope";
import { META } from "./era";
import { encodeHeaderValue } from "./header-value";
import { type ParamHeader, writeParamHeaders } from "./param-headers";
import {
  type Implementation,
  LEGACY_VERSIONS,
  MODERN_VERSION,
  type RequestId,
  type UpstreamLegacyVersion,
} from "./schema";

/** How a server is spoken to. Legacy: `version` and `session` are null until its initialize has been answered. */
export type UpstreamSpeech =
  | { era: "modern" }
  | { era: "legacy"; version: UpstreamLegacyVersion | null; session: string | null };

/** A POST to a server: `headers` as name, value, name, value … (undici takes them so), `body` as UTF-8 text. */
export type UpstreamPost = { headers: string[]; body: string };

/** What every request to a server needs: how it is spoken to, who we are, and the id the answer has to carry. */
export type UpstreamContext = { speech: UpstreamSpeech; self: Implementation; id: RequestId };

export type UpstreamCall = {
  name: string;
  arguments: JsonObject;
  /** Goes into the body byte for byte: it is what was shown, decided on and recorded. */
  canonicalArguments: string;
  paramHeaders: readonly ParamHeader[];
  /** Ours, never the agent's: tokens are made anew for each hop. null asks for no progress. */
  progressToken: RequestId | null;
  traceparent: string | null;
};

/**
 * Writes a tools/call. Only the name, the canonical arguments and fields of our own leave: nothing else that the agent
 * sent was shown to a reviewer.
 */
export function upstreamCall(context: UpstreamContext, call: UpstreamCall): UpstreamPost {
  const meta = metaFor(context, call);
  const params = `{${meta === null ? "" : `"_meta":${meta},`}"name":${JSON.stringify(call.name)},"arguments":${call.canonicalArguments}}`;
  const headers = headersFor(context.speech, "tools/call");
  if (context.speech.era === "modern") {
    headers.push("mcp-name", encodeHeaderValue(call.name), ...writeParamHeaders(call.paramHeaders, call.arguments));
  }
  return {
    headers,
    body: `{"jsonrpc":"2.0","id":${JSON.stringify(context.id)},"method":"tools/call","params":${params}}`,
  };
}

/** Writes any other request: server/discover, tools/list, ping. */
export function upstreamRequest(context: UpstreamContext, method: string, params: JsonObject = {}): UpstreamPost {
  const meta = metaFor(context, { progressToken: null, traceparent: null });
  const all = meta === null ? params : { ...params, _meta: JSON.parse(meta) as Json }; // our own text
  const body = canonicalJson({ jsonrpc: "2.0", id: context.id, method, params: all });
  return { headers: headersFor(context.speech, method), body };
}

/**
 * Opens a legacy session. We offer no abilities of a client (input, sampling, roots): the agent's are not ours to lend.
 */
export function upstreamInitialize({ self, id }: Omit<UpstreamContext, "speech">): UpstreamPost {
  const speech: UpstreamSpeech = { era: "legacy", version: null, session: null };
  const params = { protocolVersion: LEGACY_VERSIONS[0], capabilities: {}, clientInfo: { ...self } };
  return upstreamRequest({ speech, self, id }, "initialize", params);
}

/** Writes a notification to a legacy server. The modern protocol has none over HTTP. */
export function upstreamNotification(speech: UpstreamSpeech, method: string, params: JsonObject = {}): UpstreamPost {
  return { headers: headersFor(speech, method), body: canonicalJson({ jsonrpc: "2.0", method, params }) };
}

/**
 * Writes the cancellation of a legacy request. On the modern protocol closing the connection is the cancellation.
 */
export function upstreamCancellation(speech: UpstreamSpeech, requestId: RequestId, reason: string): UpstreamPost {
  return upstreamNotification(speech, "notifications/cancelled", { requestId, reason });
}

/** A session id that may be sent back: visible ASCII. Source: MCP 2025-11-25, transports, "Session Management". */
export function readSessionId(header: string | undefined): string | null {
  return header !== undefined && /^[\x21-\x7e]{1,512}$/.test(header) ? header : null;
}

function headersFor(speech: UpstreamSpeech, method: string): string[] {
  const headers = ["content-type", "application/json", "accept", "application/json, text/event-stream"];
  if (speech.era === "modern") headers.push("mcp-protocol-version", MODERN_VERSION, "mcp-method", method);
  else {
    if (speech.version !== null) headers.push("mcp-protocol-version", speech.version);
    if (speech.session !== null) headers.push("mcp-session-id", speech.session);
  }
  return headers;
}

function metaFor(
  { speech, self }: UpstreamContext,
  call: Pick<UpstreamCall, "progressToken" | "traceparent">,
): string | null {
  const { progressToken, traceparent } = call;
  if (speech.era === "legacy" && progressToken === null && traceparent === null) return null;
  return JSON.stringify({
    ...(speech.era === "modern" && {
      [META.protocolVersion]: MODERN_VERSION,
      [META.clientInfo]: self,
      [META.clientCapabilities]: {},
    }),
    ...(progressToken !== null && { progressToken }),
    ...(traceparent !== null && { traceparent }),
  });
}
