import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { isAppError } from "../../lib/base/index";
import { challenge, handleTokens, type Identified, identify } from "../../lib/tokens/index";
import { configureHouse } from "../factories/tokens";

export type Door = {
  url: string;
  /** Who came through, in order. */
  seen: Identified[];
  /** Every request that arrived, as `METHOD path → status`. */
  log: string[];
  close: () => Promise<void>;
};

/**
 * An HTTP server with the authorization server, its metadata, and an MCP server behind a bare 401: as much of the
 * house as an agent meets before it is governed.
 */
export async function openDoor(): Promise<Door> {
  const seen: Identified[] = [];
  const log: string[] = [];
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`;
    response.on("finish", () => log.push(`${line} → ${response.statusCode}`));
    if (!handleTokens(request, response)) void serveResource(request, response, seen);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  configureHouse(url);
  return { url, seen, log, close: () => new Promise((done) => server.close(() => done()).closeAllConnections()) };
}

async function serveResource(request: IncomingMessage, response: ServerResponse, seen: Identified[]): Promise<void> {
  const name = /^\/mcp\/([a-z0-9-]+)$/.exec(request.url ?? "")?.[1] ?? "";
  try {
    seen.push(await identify(request.headers.authorization, name, "127.0.0.1"));
  } catch (error) {
    if (!isAppError(error)) throw error;
    const problem = error.code === "NOT_SIGNED_IN" ? undefined : error.message;
    response.writeHead(error.status, { "www-authenticate": challenge(name, problem) }).end(error.message);
    return;
  }
  if (request.method !== "POST") return void response.writeHead(405).end();
  const mcp = new McpServer({ name, version: "1.0.0" });
  mcp.registerTool("read_file", { description: "Reads a file" }, () => ({ content: [{ type: "text", text: "ok" }] }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.on("close", () => void transport.close());
  await mcp.connect(transport);
  await transport.handleRequest(request, response);
}

/** Asks for a token as curl would. */
export async function askToken(
  door: Pick<Door, "url">,
  client: { id: string; secret: string },
  form: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const credentials = Buffer.from(`${client.id}:${client.secret}`).toString("base64");
  const response = await fetch(`${door.url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: "client_credentials", resource: `${door.url}/mcp/files`, ...form }),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}
