/** Headers of an event stream. The last one keeps proxies from holding events back. */
export const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
} as const;

/**
 * Frames one JSON-RPC message as a server-sent event.
 *
 * Source: WHATWG HTML, "Server-sent events". Line breaks can stand only between JSON tokens, where a space does as well.
 */
export function sseMessage(json: string): string {
  return `event: message\ndata: ${json.includes("\n") || json.includes("\r") ? json.replace(/[\r\n]/g, " ") : json}\n\n`;
}

/** A comment: keeps the connection open and means nothing. */
export function sseComment(): string {
  return ":\n\n";
}
