import type { ServerResponse } from "node:http";
import type { AppError } from "../../base/index";
import { problemOf, retryAfterOf } from "./problem";

/** What every answer says to browsers: it is nobody else's to keep, to frame or to guess the type of. */
const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  vary: "Authorization, Cookie",
} as const;

/** An answer that is ready to be sent, or to be kept under its Idempotency-Key. */
export type Answer = { status: number; body: string };

export function jsonAnswer(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value) };
}

/** Sends an answer. A browser that hung up meanwhile is no error. */
export function sendAnswer(response: ServerResponse, { status, body }: Answer, requestId: string): void {
  const type = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, { ...HEADERS, "content-type": type, "x-request-id": requestId }).end(body);
}

/** The answer that says why a request is refused. */
export function refusalAnswer(refusal: AppError, requestId: string): Answer {
  return { status: refusal.status, body: JSON.stringify(problemOf(refusal, requestId)) };
}

/** Sends a refusal with what its status asks for beside it. */
export function sendRefusal(response: ServerResponse, refusal: AppError, requestId: string): void {
  const retryAfter = retryAfterOf(refusal);
  if (retryAfter !== null) response.setHeader("retry-after", String(retryAfter));
  if (refusal.code === "NOT_SIGNED_IN") response.setHeader("www-authenticate", 'Bearer realm="countersign"');
  const allow = refusal.detail?.allow;
  if (Array.isArray(allow)) response.setHeader("allow", allow.join(", "));
  // What is left of a body that was refused unread must not be taken for the next request.
  if (refusal.code === "BODY_TOO_LARGE") response.setHeader("connection", "close");
  sendAnswer(response, refusalAnswer(refusal, requestId), requestId);
}

/** A long text in pieces, for downloads. */
export type Stream = { type: string; filename: string; pieces: AsyncIterable<string> };

/** Sends a stream as fast as its reader takes it, and stops making more when the reader is gone. */
export async function sendStream(response: ServerResponse, stream: Stream, requestId: string): Promise<void> {
  response.writeHead(200, {
    ...HEADERS,
    "content-type": `${stream.type}; charset=utf-8`,
    "content-disposition": `attachment; filename="${stream.filename}"`,
    "x-request-id": requestId,
  });
  for await (const piece of stream.pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
