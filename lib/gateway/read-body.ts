import type { IncomingMessage } from "node:http";
import { AppError } from "../base/index";

/**
 * Reads a whole body.
 *
 * @param limit Bytes; one more and reading stops.
 * @throws BODY_TOO_LARGE; INVALID_INPUT when the client stops in the middle.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) return void chunks.push(chunk);
      request.removeAllListeners("data").resume();
      reject(new AppError("BODY_TOO_LARGE", `The body is larger than ${limit} bytes.`));
    });
    request.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)));
    request.on("error", () => reject(new AppError("INVALID_INPUT", "The body broke off.")));
  });
}
