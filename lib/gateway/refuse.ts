import type { ServerResponse } from "node:http";
import type { AppError } from "../base/index";
import { errorReply, type RequestId, RPC } from "../mcp/index";
import { challenge } from "../tokens/index";

/** Seconds after which a client may try again when the log could not be written. */
const RETRY_AFTER_SECONDS = 1;

/**
 * Answers a request that is refused before it is decided, in the one place where errors become HTTP: a status, a
 * JSON-RPC error with a sentence, and what the client needs to go on.
 *
 * @param server The server asked for, whose address the challenge names; null at doors without one.
 */
export function refuse(
  response: ServerResponse,
  error: AppError,
  of: { id: RequestId | null; server: string | null },
): void {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (error.status === 401)
    headers["www-authenticate"] = challenge(of.server, error.code === "NOT_SIGNED_IN" ? undefined : error.message);
  if (error.status === 503) headers["retry-after"] = String(RETRY_AFTER_SECONDS);
  if (error.status === 429) headers["retry-after"] = String(error.detail?.retryAfterSeconds ?? 60);
  const body = sayRefusal(error, of.id);
  response.writeHead(error.status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
}

/** The JSON-RPC error of a refusal: all that can still be said once a stream is open. */
export function sayRefusal(error: AppError, id: RequestId | null): string {
  const code = error.status >= 500 ? RPC.internalError : RPC.invalidRequest;
  return errorReply(id, { code, message: error.message, data: { code: error.code } });
}
