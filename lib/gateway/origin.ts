import type { IncomingMessage } from "node:http";
import { AppError } from "../base/index";

/**
 * Refuses requests that a web page of another site made: a browser sends Origin with them, agents do not. It also keeps
 * out DNS rebinding, where a page reaches a server on the loopback under the page's own name.
 *
 * @throws CROSS_SITE.
 * Source: MCP 2025-11-25, basic/transports, "Security Warning".
 */
export function requireOwnOrigin(request: IncomingMessage, publicUrl: string): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== publicUrl)
    throw new AppError("CROSS_SITE", "Requests from other web pages are not taken.");
  if (host !== undefined && !isOwnHost(host, publicUrl))
    throw new AppError("CROSS_SITE", "This server is not known under that name.");
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function isOwnHost(host: string, publicUrl: string): boolean {
  if (publicUrl === `https://${host}` || publicUrl === `http://${host}`) return true;
  const name = host.replace(/:\d+$/, "");
  return LOOPBACK.has(name);
}
