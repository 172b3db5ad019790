import { cutObject, joinObject, type RawObject } from "./raw-object";
import { RPC } from "./refusal";
import { type ReplyTo, resultReply, toolText } from "./reply";
import type { Era } from "./schema";
import type { UpstreamAnswer } from "./upstream-message";

/** What the agent is answered (a JSON-RPC message as JSON text), and how the call is recorded. */
export type ToolReply = { body: string; outcome: "succeeded" | "failed"; note: string | null };

const ASKS = "which this gateway does not pass on yet. The call did not finish.";

/** Codes of 2025-11-25 and before that the modern protocol must not emit. */
const URL_ELICITATION_REQUIRED = -32042;
const LEGACY_NOT_FOUND = -32002;

/**
 * Turns a server's answer to a tools/call into the answer for the agent, across protocol generations. A result's text
 * is passed on as the server wrote it; only members that belong to a generation are added or taken away. The reply is
 * sent with HTTP 200 or as the last event of a stream, errors too: the request itself was in order.
 *
 * @param upstream The era the server was spoken to in.
 */
export function toolReply(to: ReplyTo, upstream: Era, answer: UpstreamAnswer): ToolReply {
  switch (answer.kind) {
    case "result":
      return replyWithResult(to, upstream, answer.result);
    case "error":
      return replyWithError(to, answer);
    case "asks":
      return failed(to, `The server asks for input (${answer.method}), ${ASKS}`);
    default:
      return failed(to, answer.sentence);
  }
}

function failed(to: ReplyTo, sentence: string): ToolReply {
  return { body: toolText(to, sentence, true), outcome: "failed", note: sentence };
}

function replyWithResult(to: ReplyTo, upstream: Era, result: string): ToolReply {
  const members = cutObject(result, Number.POSITIVE_INFINITY); // bounded when the answer was read
  if (members === null || members === "too deep") return failed(to, "The server's result is not an object.");
  // A legacy server has no result types; whatever it put there means nothing.
  const type = upstream === "modern" ? (members.get("resultType") ?? '"complete"') : '"complete"';
  if (type === '"input_required"') return failed(to, `The server asks for input, ${ASKS}`);
  if (type === '"task"') return failed(to, `The server answered with an MCP task, ${ASKS}`);
  if (type !== '"complete"') return failed(to, "The server's result is of a type nobody asked for.");
  if (members.has("content") && !members.get("content")?.startsWith("[")) {
    return failed(to, "The server's result is no tool result: its content is not a list.");
  }
  const isError = members.get("isError") === "true";
  const body = resultReply(to.id, resultFor(to.era, result, members));
  return { body, outcome: isError ? "failed" : "succeeded", note: isError ? "The tool reported an error." : null };
}

/** The same text when nothing has to change, which is the common case within one generation. */
function resultFor(era: Era, result: string, members: RawObject): string {
  const type = members.get("resultType");
  const structured = members.get("structuredContent");
  const isPlain = structured === undefined || structured.startsWith("{");
  const fits = era === "modern" ? type === '"complete"' : type === undefined && isPlain;
  if (fits && members.has("content")) return result;
  const changed: RawObject = new Map(members);
  if (!members.has("content")) changed.set("content", "[]");
  if (era === "modern") changed.set("resultType", '"complete"');
  else {
    changed.delete("resultType");
    if (!isPlain) moveToText(changed, structured);
  }
  return joinObject(changed);
}

/** Before 2026-07-28 structured content had to be an object: other values become a text, as the SDKs do it. */
function moveToText(members: RawObject, structured: string): void {
  members.delete("structuredContent");
  if (isEmptyList(members.get("content") ?? "[]")) {
    members.set("content", JSON.stringify([{ type: "text", text: structured }]));
  }
}

function isEmptyList(raw: string): boolean {
  return raw.slice(1, -1).trim() === "";
}

function replyWithError(to: ReplyTo, error: Extract<UpstreamAnswer, { kind: "error" }>): ToolReply {
  const note = `The server answered with error ${error.code}.`;
  if (error.code === URL_ELICITATION_REQUIRED) return failed(to, `The server asks for input (a page to open), ${ASKS}`);
  // The specification's own range speaks about one hop, ours to the server: relayed, it would blame the agent.
  if (error.code <= -32020 && error.code >= -32099) {
    return failed(to, `The server did not accept how it was called (error ${error.code}); its tools may have changed.`);
  }
  const code = to.era === "modern" && error.code === LEGACY_NOT_FOUND ? RPC.invalidParams : error.code;
  const data = error.data === null ? "" : `,"data":${error.data}`;
  const inner = `{"code":${code},"message":${JSON.stringify(error.message)}${data}}`;
  return { body: `{"jsonrpc":"2.0","id":${JSON.stringify(to.id)},"error":${inner}}`, outcome: "failed", note };
}
