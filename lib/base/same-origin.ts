import type { IncomingHttpHeaders } from "node:http";

/**
 * Tells whether a browser sent a request from one of our own pages. Browsers say where a request comes from in
 * headers that a page cannot write; what says nothing is not taken for ours.
 *
 * Source: Fetch Metadata (`Sec-Fetch-Site`), RFC 6454 §7 (`Origin`).
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  const site = headers["sec-fetch-site"];
  const { origin } = headers;
  if (origin === undefined && site === undefined) return false;
  return (origin === undefined || origin === publicOrigin) && (site === undefined || site === "same-origin");
}
