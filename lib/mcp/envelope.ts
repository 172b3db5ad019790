import type { Json } from "../base/index";
import { type Refusal, refuseShape } from "./refusal";
import type { RequestId } from "./schema";

export type JsonObject = { [key: string]: Json };

/** A JSON-RPC request (with an id) or notification (id null), before anything of MCP is looked at. */
export type Envelope = { id: RequestId | null; method: string; params: JsonObject; meta: JsonObject };

/** Longer ids and methods are nobody's: every answer has to carry the id back. */
const ID_MAX = 256;

const MEMBERS = new Set(["jsonrpc", "id", "method", "params"]);
const EMPTY: JsonObject = Object.freeze({});

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string or an integer that survives being echoed. Source: MCP, basic, "Requests"; JSON-RPC 2.0 §4. */
export function isRequestId(value: Json | undefined): value is RequestId {
  return typeof value === "string" ? value.length <= ID_MAX : Number.isSafeInteger(value);
}

/** Reads the JSON-RPC side of a message: exactly one request or notification, and nothing beside it. */
export function readEnvelope(value: Json): Envelope | Refusal {
  if (Array.isArray(value)) {
    return refuseShape({ id: null }, "BATCH", "A batch is not taken: send each message in a request of its own.");
  }
  if (!isObject(value)) return refuseShape({ id: null }, "SHAPE", "The body is not a JSON-RPC message.");
  const id = isRequestId(value.id) ? value.id : null;
  if (id === null && value.id !== undefined) {
    return refuseShape({ id }, "ID", `An id must be a string of at most ${ID_MAX} characters or a whole number.`);
  }
  if (value.method === undefined && (value.result !== undefined || value.error !== undefined)) {
    return refuseShape({ id: null }, "RESPONSE", "A response is not taken: no request was sent to this client.");
  }
  if (value.jsonrpc !== "2.0" || typeof value.method !== "string") {
    return refuseShape({ id }, "SHAPE", 'A message needs "jsonrpc": "2.0" and a "method".');
  }
  for (const member in value) {
    if (!MEMBERS.has(member)) {
      return refuseShape({ id }, "SHAPE", 'A message holds "jsonrpc", "id", "method" and "params", nothing else.');
    }
  }
  return readParams(value, { id, method: value.method });
}

function readParams(value: JsonObject, message: { id: RequestId | null; method: string }): Envelope | Refusal {
  const params = value.params ?? EMPTY;
  if (!isObject(params) || value.params === null) {
    return refuseShape(message, "SHAPE", 'The "params" of a message must be an object.');
  }
  const meta = params._meta ?? EMPTY;
  if (!isObject(meta) || params._meta === null) {
    return refuseShape(message, "SHAPE", 'The "_meta" of a message must be an object.');
  }
  return { id: message.id, method: message.method, params, meta };
}
