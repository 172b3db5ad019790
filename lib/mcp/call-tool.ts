import { digestOf } from "../base/index";
import { writeCanonical } from "./canonical-arguments";
import { type Envelope, isObject, isRequestId, type JsonObject } from "./envelope";
import type { Speech } from "./era";
import { decodeHeaderValue } from "./header-value";
import type { MessageHeaders } from "./headers";
import type { CallToolRequest } from "./message";
import { type Refusal, refuseMismatch, refuseParams } from "./refusal";

const NAME_MAX = 128;
const STATE_MAX = 8192;

/** No tool is called so, and where names are parted by line breaks or tabs such a name would be two. */
const CONTROL = /\p{Cc}/u;

/** Version 00: two hex digits, trace id, span id, flags. Source: W3C Trace Context §3.2. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What a tools/call says beyond what every request says. */
export type CallParams = Pick<
  CallToolRequest,
  "name" | "arguments" | "canonicalArguments" | "argumentsDigest" | "progressToken" | "task" | "retry" | "traceparent"
>;

/** Reads the parameters of a tools/call and makes the canonical text of its arguments. */
export function readCall(message: Envelope, speech: Speech, headers: MessageHeaders): CallParams | Refusal {
  const { params, meta } = message;
  const name = params.name;
  const mismatch = typeof name === "string" ? mismatchOfName(name, speech, headers) : null;
  if (mismatch !== null) return refuseMismatch(message, mismatch);
  if (typeof name !== "string" || name === "" || name.length > NAME_MAX || CONTROL.test(name)) {
    return refuseParams(
      message,
      `"name" must be a tool's name of 1 to ${NAME_MAX} characters, none a control character.`,
    );
  }
  const given = params.arguments === undefined ? {} : params.arguments;
  if (!isObject(given)) return refuseParams(message, '"arguments" must be an object.');
  if (meta.progressToken !== undefined && !isRequestId(meta.progressToken)) {
    return refuseParams(message, '"_meta.progressToken" must be a string or a whole number.');
  }
  const fault = faultOfTask(params, speech) ?? faultOfRetry(params, speech);
  if (fault !== null) return refuseParams(message, fault);
  const canonicalArguments = writeCanonical(given);
  return {
    name,
    arguments: given,
    canonicalArguments,
    argumentsDigest: digestOf(canonicalArguments),
    progressToken: meta.progressToken ?? null,
    task: readTask(params, speech),
    retry: readRetry(params, speech),
    traceparent: typeof meta.traceparent === "string" && TRACEPARENT.test(meta.traceparent) ? meta.traceparent : null,
  };
}

function mismatchOfName(name: string, speech: Speech, headers: MessageHeaders): string | null {
  if (headers.name === undefined) return speech.era === "modern" ? "The Mcp-Name header is missing." : null;
  const header = decodeHeaderValue(headers.name);
  if (header === null) return "The Mcp-Name header is not a valid header value.";
  return header === name ? null : "The Mcp-Name header and the body name different tools.";
}

/** The `task` parameter exists only in 2025-11-25; elsewhere it must be ignored. Source: MCP Tasks extension. */
function asksForTask(params: JsonObject, speech: Speech): boolean {
  return speech.version === "2025-11-25" && params.task !== undefined;
}

function faultOfTask(params: JsonObject, speech: Speech): string | null {
  if (!asksForTask(params, speech)) return null;
  const { task } = params;
  if (!isObject(task)) return '"task" must be an object.';
  const sound = task.ttl === undefined || (typeof task.ttl === "number" && task.ttl >= 0);
  return sound ? null : '"task.ttl" must be a number of milliseconds.';
}

function readTask(params: JsonObject, speech: Speech): CallToolRequest["task"] {
  if (!asksForTask(params, speech) || !isObject(params.task)) return null;
  return { ttl: typeof params.task.ttl === "number" ? params.task.ttl : null };
}

function faultOfRetry(params: JsonObject, speech: Speech): string | null {
  if (speech.era !== "modern") return null;
  const { inputResponses, requestState } = params;
  if (inputResponses !== undefined && !isObject(inputResponses)) return '"inputResponses" must be an object.';
  const sound = requestState === undefined || (typeof requestState === "string" && requestState.length <= STATE_MAX);
  return sound ? null : `"requestState" must be a string of at most ${STATE_MAX} characters.`;
}

function readRetry(params: JsonObject, speech: Speech): CallToolRequest["retry"] {
  if (speech.era !== "modern") return null;
  const { inputResponses, requestState } = params;
  if (inputResponses === undefined && requestState === undefined) return null;
  return {
    inputResponses: inputResponses ?? null,
    requestState: typeof requestState === "string" ? requestState : null,
  };
}
