import type { UpstreamProgress } from "./progress";
import { cutObject, type RawObject } from "./raw-object";
import type { RequestId } from "./schema";

/** Why a server's answer cannot be used, as a closed label. */
export type UpstreamFault =
  | "REDIRECTS"
  | "CREDENTIAL_REFUSED"
  | "SESSION_GONE"
  | "HTTP_STATUS"
  | "NO_ANSWER"
  | "CONTENT_TYPE"
  | "TOO_LARGE"
  | "TOO_DEEP"
  | "NOT_JSON"
  | "NOT_JSON_RPC"
  | "WRONG_ID"
  | "ENDED_EARLY";

/** What a server answered. `result` and `data` are its own JSON text, unchanged. */
export type UpstreamAnswer =
  | { kind: "result"; result: string }
  | { kind: "error"; code: number; message: string; data: string | null }
  /** It asks the client for something in the middle of the call (input, sampling, roots). */
  | { kind: "asks"; method: string }
  | { kind: "fault"; fault: UpstreamFault; sentence: string };

export type UpstreamEvent =
  | { kind: "progress"; progress: UpstreamProgress }
  | { kind: "answer"; answer: UpstreamAnswer };

const SENTENCES: Record<UpstreamFault, string> = {
  REDIRECTS: "The server answered with a redirect, which is not followed.",
  CREDENTIAL_REFUSED: "The server refused the credential it was sent.",
  SESSION_GONE: "The server no longer knows the session.",
  HTTP_STATUS: "The server answered with an HTTP error.",
  NO_ANSWER: "The server took the request but gave no answer.",
  CONTENT_TYPE: "The server's answer is neither JSON nor an event stream.",
  TOO_LARGE: "The server's answer is too large.",
  TOO_DEEP: "The server's answer nests too deep, or is not an object.",
  NOT_JSON: "The server's answer is not valid JSON in UTF-8.",
  NOT_JSON_RPC: "The server's answer is not a JSON-RPC message.",
  WRONG_ID: "The server answered another request than the one it was sent.",
  ENDED_EARLY: "The server closed the connection before it answered.",
};

/** A fault with its sentence; `detail` is added behind it. */
export function upstreamFault(fault: UpstreamFault, detail?: string): UpstreamAnswer {
  return { kind: "fault", fault, sentence: detail === undefined ? SENTENCES[fault] : `${SENTENCES[fault]} ${detail}` };
}

/** What a server's message is read against. */
export type Expected = { id: RequestId; progressToken: RequestId | null; limits: { depth: number } };

/** Reads one JSON-RPC message of a server; null when it is of no concern here (logs, changes, pings). */
export function readServerMessage(expected: Expected, text: string): UpstreamEvent | null {
  const members = cutObject(text, expected.limits.depth);
  if (members === "too deep") return answered(upstreamFault("TOO_DEEP"));
  if (members === null) return answered(upstreamFault("NOT_JSON_RPC"));
  try {
    JSON.parse(text);
  } catch {
    return answered(upstreamFault("NOT_JSON"));
  }
  if (!members.has("method")) return answered(readResponse(expected, members));
  return members.has("id") ? readRequest(members) : readNotification(expected, members);
}

function answered(answer: UpstreamAnswer): UpstreamEvent {
  return { kind: "answer", answer };
}

/** A value of a message whose whole text JSON.parse has read. */
function parsed(raw: string | undefined): unknown {
  return raw === undefined ? undefined : JSON.parse(raw);
}

/** A request to the client. Nobody is there to answer it: we said that we have no such abilities. */
function readRequest(members: RawObject): UpstreamEvent | null {
  const method = parsed(members.get("method"));
  if (method === "ping") return null;
  return answered({
    kind: "asks",
    method: typeof method === "string" ? method.slice(0, 100).toWellFormed() : "something",
  });
}

function readNotification({ progressToken }: Expected, members: RawObject): UpstreamEvent | null {
  if (progressToken === null || parsed(members.get("method")) !== "notifications/progress") return null;
  const params = parsed(members.get("params"));
  if (typeof params !== "object" || params === null) return null;
  const { progressToken: token, progress, total, message } = params as Record<string, unknown>; // an object, as just seen
  if (token !== progressToken || typeof progress !== "number") return null;
  return {
    kind: "progress",
    progress: {
      progress,
      total: typeof total === "number" ? total : null,
      message: typeof message === "string" ? message.slice(0, 1000).toWellFormed() : null,
    },
  };
}

function readResponse({ id }: Expected, members: RawObject): UpstreamAnswer {
  const error = members.get("error");
  const result = members.get("result");
  if (parsed(members.get("jsonrpc")) !== "2.0" || (error === undefined) === (result === undefined)) {
    return upstreamFault("NOT_JSON_RPC");
  }
  const answeredId = parsed(members.get("id")) ?? null;
  // A server that could not read the request answers with an error for nobody.
  if (answeredId !== id && !(error !== undefined && answeredId === null)) return upstreamFault("WRONG_ID");
  if (error !== undefined) return readError(error);
  return result?.startsWith("{") ? { kind: "result", result } : upstreamFault("NOT_JSON_RPC");
}

function readError(text: string): UpstreamAnswer {
  const members = cutObject(text, Number.POSITIVE_INFINITY); // the message around it is within the limit
  if (members === null || members === "too deep") return upstreamFault("NOT_JSON_RPC");
  const code = parsed(members.get("code"));
  const message = parsed(members.get("message"));
  if (!Number.isSafeInteger(code) || typeof message !== "string") return upstreamFault("NOT_JSON_RPC");
  return {
    kind: "error",
    code: Number(code),
    message: message.slice(0, 4000).toWellFormed(),
    data: members.get("data") ?? null,
  };
}
