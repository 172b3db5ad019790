import { withoutEdgeSpace } from "./header-value";
import { type Refusal, refuseHttp } from "./refusal";

/** The headers that matter to a message. `params` holds `Mcp-Param-*` by the lower-case name after the prefix. */
export type MessageHeaders = {
  contentType: string | undefined;
  contentEncoding: string | undefined;
  accept: string | undefined;
  protocolVersion: string | undefined;
  method: string | undefined;
  name: string | undefined;
  /** Ignored: nothing is kept between requests. Listed so that a doubled one is seen. */
  sessionId: string | undefined;
  params: ReadonlyMap<string, string>;
  doubled: boolean;
};

const NO_PARAMS: ReadonlyMap<string, string> = new Map();
const PARAM_PREFIX = "mcp-param-";

/** Picks them from Node's `rawHeaders` (name, value, name, value …), where a doubled header is still visible. */
export function readHeaders(raw: readonly string[]): MessageHeaders {
  const found: MessageHeaders = {
    contentType: undefined,
    contentEncoding: undefined,
    accept: undefined,
    protocolVersion: undefined,
    method: undefined,
    name: undefined,
    sessionId: undefined,
    params: NO_PARAMS,
    doubled: false,
  };
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? "";
    const initial = name.charCodeAt(0) | 0x20;
    // Only accept, content-* and mcp-* are of interest; a request carries a dozen others.
    if (initial === 0x61 || initial === 0x63 || initial === 0x6d) take(found, name.toLowerCase(), raw[at + 1] ?? "");
  }
  return found;
}

const FIELDS = {
  "content-type": "contentType",
  "content-encoding": "contentEncoding",
  "mcp-protocol-version": "protocolVersion",
  "mcp-method": "method",
  "mcp-name": "name",
  "mcp-session-id": "sessionId",
} as const satisfies Record<string, keyof MessageHeaders>;

function take(found: MessageHeaders, name: string, value: string): void {
  if (name === "accept") {
    found.accept = found.accept === undefined ? value : `${found.accept}, ${value}`;
  } else if (name.startsWith(PARAM_PREFIX)) {
    const param = name.slice(PARAM_PREFIX.length);
    if (found.params.has(param)) found.doubled = true;
    found.params = new Map(found.params).set(param, withoutEdgeSpace(value));
  } else if (isField(name)) {
    if (found[FIELDS[name]] !== undefined) found.doubled = true;
    found[FIELDS[name]] = withoutEdgeSpace(value);
  }
}

function isField(name: string): name is keyof typeof FIELDS {
  return Object.hasOwn(FIELDS, name);
}

/** Refuses what no MCP client sends: another media type, an encoded body, an answer it will not read, a doubled header. */
export function refuseHeaders(headers: MessageHeaders): Refusal | null {
  if (headers.doubled) {
    return refuseHttp(
      400,
      "DOUBLED_HEADER",
      "A Content-* or Mcp-* header is given twice, so two readers could differ.",
    );
  }
  if (headers.contentType !== "application/json" && mediaType(headers.contentType ?? "") !== "application/json") {
    return refuseHttp(415, "CONTENT_TYPE", "The Content-Type must be application/json.");
  }
  if (headers.contentEncoding !== undefined && headers.contentEncoding.toLowerCase() !== "identity") {
    return refuseHttp(415, "CONTENT_TYPE", "The body must not be compressed.");
  }
  if (headers.accept !== "application/json, text/event-stream" && !acceptsBoth(headers.accept ?? "")) {
    return refuseHttp(406, "ACCEPT", "The Accept header must list application/json and text/event-stream.");
  }
  return null;
}

function mediaType(value: string): string {
  const end = value.indexOf(";");
  return (end < 0 ? value : value.slice(0, end)).trim().toLowerCase();
}

function acceptsBoth(accept: string): boolean {
  let json = false;
  let stream = false;
  for (const range of accept.split(",")) {
    const type = mediaType(range);
    const any = type === "*/*";
    if (isRefused(range)) continue;
    json ||= any || type === "application/json" || type === "application/*";
    stream ||= any || type === "text/event-stream" || type === "text/*";
  }
  return json && stream;
}

/** A range of weight zero is one the client does not want. Source: RFC 9110 §12.4.2. */
function isRefused(range: string): boolean {
  for (const parameter of range.split(";")) {
    const [name = "", value = ""] = parameter.split("=");
    if (name.trim().toLowerCase() === "q") return Number(value) === 0;
  }
  return false;
}
