import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { NextAuthOptions } from "next-auth";
import { authOptions, isAuthRoute, markVisit, visitOf } from "../../../lib/identity/index";
import { configure } from "./people";

/** The library's handler for plain requests; in the product Next's route calls its other face with the same options. */
const handler: (request: unknown, response: unknown, options: NextAuthOptions) => Promise<void> = createRequire(
  import.meta.url,
)("next-auth/next").default;

export type AuthServer = { origin: string; close(): Promise<void> };

/** Serves /api/auth/* on a port of its own, with sign-in configured for that address. */
export async function startAuthServer(settings: Parameters<typeof configure>[0] = {}): Promise<AuthServer> {
  const server = createServer((request, response) => {
    serve(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // an address with a port is what the library is told, so the server is asked for one first
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  configure({ publicUrl: origin, ...settings });
  return { origin, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const nextauth = url.pathname.split("/").slice(3);
  if (!isAuthRoute(request.method ?? "", nextauth)) return void response.writeHead(404).end();
  markVisit(request);
  const visit = visitOf(new Headers(request.headers as Record<string, string>));
  const query = { ...Object.fromEntries(url.searchParams), nextauth };
  const asked = {
    query,
    body: await bodyOf(request),
    cookies: cookiesOf(request),
    headers: request.headers,
    method: request.method,
  };
  await handler(asked, answerOf(response), authOptions(visit));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
}

function cookiesOf(request: IncomingMessage): Record<string, string> {
  const pairs = (request.headers.cookie ?? "").split("; ").filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
  );
}

/** The few methods of Next's response that the library uses. */
function answerOf(response: ServerResponse) {
  return Object.assign(response, {
    status(code: number) {
      response.statusCode = code;
      return response;
    },
    json: (body: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
    send: (body: unknown) => response.end(typeof body === "string" ? body : JSON.stringify(body)),
  });
}
