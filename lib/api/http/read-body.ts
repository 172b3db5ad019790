import type { IncomingMessage } from "node:http";
import { AppError, type Json, parseStrictJson } from "../../base/index";

/** The largest body the API takes, in bytes, and how deep it may nest. */
export const BODY_LIMITS = { bytes: 256 * 1024, depth: 32 } as const;

/**
 * Reads a request's body whole.
 *
 * @param limit The most bytes that are read (default 256 kB).
 * @throws BODY_TOO_LARGE as soon as that is known; INVALID_INPUT when the sender stops in the middle.
 */
export function readBody(request: IncomingMessage, limit: number = BODY_LIMITS.bytes): Promise<Buffer> {
  const tooLarge = () => new AppError("BODY_TOO_LARGE", `The body has more than ${limit} bytes.`);
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) return void chunks.push(chunk);
      request.removeAllListeners("data").resume();
      reject(tooLarge());
    });
    request.on("end", () => resolve(Buffer.concat(chunks, bytes)));
    request.on("error", () => reject(new AppError("INVALID_INPUT", "The body broke off.")));
  });
}

/**
 * Reads a body as the fields of an input. No body is no fields.
 *
 * @throws NOT_JSON when it is anything but an object in JSON that every reader understands alike.
 */
export function fieldsOfBody(request: IncomingMessage, body: Buffer): { [field: string]: Json } {
  if (body.length === 0) return {};
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  // A form or text/plain is what another site's page can send without being asked first.
  if (type !== "application/json") throw new AppError("NOT_JSON", "Send the body as application/json.");
  const { value, refusal } = parseStrictJson(body, BODY_LIMITS);
  if (refusal) throw new AppError(refusal.code === "TOO_LARGE" ? "BODY_TOO_LARGE" : "NOT_JSON", refusal.sentence);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AppError("NOT_JSON", "The body must be an object.");
  return value;
}
