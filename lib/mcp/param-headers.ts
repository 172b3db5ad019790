import type { Json } from "../base/index";
import { isObject, type JsonObject } from "./envelope";
import { decodeHeaderValue, encodeHeaderValue } from "./header-value";
import type { CallToolRequest } from "./message";
import { type Refusal, refuseMismatch } from "./refusal";

/** One argument that travels in a header too: where it is in the arguments, and the header's name after `Mcp-Param-`. */
export type ParamHeader = { path: readonly string[]; header: string; numeric: boolean };

export type ParamHeaders =
  | { headers: readonly ParamHeader[]; fault?: undefined }
  | { headers?: undefined; fault: string };

const KEY = "x-mcp-header";
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES = new Set(["string", "integer", "boolean"]);

/** Keywords that hold one schema or a list of them, and keywords that hold schemas by name. */
const NESTED = [
  "items",
  "prefixItems",
  "contains",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "propertyNames",
  "oneOf",
  "anyOf",
  "allOf",
  "not",
  "if",
  "then",
  "else",
] as const;
const NESTED_BY_NAME = ["patternProperties", "dependentSchemas", "$defs", "definitions"] as const;

/**
 * Finds the arguments that a tool's input schema mirrors into headers, or the rule its schema breaks: such a tool must
 * not be offered or called over HTTP.
 *
 * Source: MCP 2026-07-28, Streamable HTTP, "Schema Extension".
 */
export function readParamHeaders(inputSchema: JsonObject): ParamHeaders {
  const headers: ParamHeader[] = [];
  const fault = visit(inputSchema, { path: [], reachable: true, headers });
  return fault === null ? { headers } : { fault };
}

type Visit = { path: string[]; reachable: boolean; headers: ParamHeader[] };

function visit(schema: Json | undefined, at: Visit): string | null {
  if (!isObject(schema)) return null;
  const fault = Object.hasOwn(schema, KEY) ? take(schema, at) : null;
  if (fault !== null) return fault;
  return visitProperties(schema.properties, at) ?? visitNested(schema, { ...at, reachable: false });
}

function take(schema: JsonObject, { path, reachable, headers }: Visit): string | null {
  const header = schema[KEY];
  if (!reachable || path.length === 0) return `${KEY} stands where no argument can be read directly.`;
  if (typeof header !== "string" || !TOKEN.test(header)) return `${KEY} is not a header name.`;
  if (typeof schema.type !== "string" || !TYPES.has(schema.type)) {
    return `${KEY} stands on an argument that is no string, integer or boolean.`;
  }
  const lower = header.toLowerCase();
  if (headers.some((other) => other.header.toLowerCase() === lower)) return `${KEY} names the same header twice.`;
  headers.push({ path, header, numeric: schema.type === "integer" });
  return null;
}

function visitProperties(properties: Json | undefined, at: Visit): string | null {
  if (!isObject(properties)) return null;
  for (const [name, schema] of Object.entries(properties)) {
    const fault = visit(schema, { ...at, path: [...at.path, name] });
    if (fault !== null) return fault;
  }
  return null;
}

function visitNested(schema: JsonObject, at: Visit): string | null {
  const nested: (Json | undefined)[] = [];
  for (const keyword of NESTED) {
    const held = schema[keyword];
    if (Array.isArray(held)) nested.push(...held);
    else nested.push(held);
  }
  for (const keyword of NESTED_BY_NAME) {
    const held = schema[keyword];
    if (isObject(held)) nested.push(...Object.values(held));
  }
  for (const inner of nested) {
    const fault = visit(inner, at);
    if (fault !== null) return fault;
  }
  return null;
}

/** Writes the headers of one call as name, value, name, value …; arguments that are absent or null have none. */
export function writeParamHeaders(headers: readonly ParamHeader[], args: JsonObject): string[] {
  const written: string[] = [];
  for (const { path, header } of headers) {
    const text = textOf(valueAt(args, path));
    if (text !== null) written.push(`Mcp-Param-${header}`, encodeHeaderValue(text));
  }
  return written;
}

/**
 * Compares a call's `Mcp-Param-*` headers with its arguments. A modern client has to send them all; what a legacy
 * client sends has to be true. Headers the schema does not name are ignored.
 *
 * @returns the refusal to answer with, or null when they agree.
 */
export function refuseParamHeaders(headers: readonly ParamHeader[], call: CallToolRequest): Refusal | null {
  for (const { path, header, numeric } of headers) {
    const text = textOf(valueAt(call.arguments, path));
    const received = call.paramHeaders.get(header.toLowerCase());
    if (received === undefined) {
      if (text === null || call.era === "legacy") continue;
      return refuseMismatch(call, `The Mcp-Param-${header} header is missing.`);
    }
    const decoded = decodeHeaderValue(received);
    if (decoded === null) return refuseMismatch(call, `The Mcp-Param-${header} header is not a valid header value.`);
    if (text === null || (decoded !== text && !(numeric && isSameInteger(decoded, text)))) {
      return refuseMismatch(call, `The Mcp-Param-${header} header and the arguments differ.`);
    }
  }
  return null;
}

function valueAt(args: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = args;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** null: this value has no header (absent, null, or no plain value). */
function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "number" || (Number.isInteger(value) && !Number.isSafeInteger(value))) return null;
  return String(value);
}

/** `42.0` is 42. Short and plain decimals only: Number() would also read "" and "0x2a". */
function isSameInteger(a: string, b: string): boolean {
  return /^-?\d{1,16}(?:\.\d{1,16})?$/.test(a) && Number(a) === Number(b);
}
