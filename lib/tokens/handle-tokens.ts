import type { IncomingMessage, ServerResponse } from "node:http";
import context from "oidc-provider/lib/helpers/als.js";
import { log } from "../base/index";
import { nameSchema } from "../policy/schema";
import { authorizationServer } from "./authorization-server";
import { resourceMetadata, serverMetadata } from "./metadata";

type Serve = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
type Route = { methods: readonly string[]; serve: Serve };

const OURS = /^\/(?:oauth(?:\/|$)|\.well-known\/(?:oauth-|openid-configuration))/;
const RESOURCE = /^\/\.well-known\/oauth-protected-resource\/mcp\/([^/]+)$/;

/** Metadata says where we are and nothing else: any page may read it. */
const document = (make: () => Record<string, unknown>): Route => ({
  methods: ["GET", "HEAD", "OPTIONS"],
  serve: (request, response) => {
    const headers = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
    if (request.method === "OPTIONS") response.writeHead(204, headers).end();
    else sendJson(response, 200, make(), { ...headers, "cache-control": "public, max-age=60" });
  },
});

const ROUTES: Readonly<Record<string, Route>> = {
  "/oauth/token": { methods: ["POST", "OPTIONS"], serve: toProvider },
  "/oauth/jwks": { methods: ["GET", "HEAD", "OPTIONS"], serve: toProvider },
  "/oauth/.well-known/oauth-authorization-server": document(serverMetadata),
  "/.well-known/oauth-authorization-server/oauth": document(serverMetadata),
};

/**
 * Answers requests to the authorization server and to the metadata that leads there.
 *
 * @returns True when the address is one of ours: the answer is under way. False when it is somebody else's.
 */
export function handleTokens(request: IncomingMessage, response: ServerResponse): boolean {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  if (!OURS.test(path)) return false;
  void serve(path, request, response).catch((error: unknown) => {
    log().error({ err: error }, "a request for a token failed");
    if (response.headersSent) response.destroy();
    else refuse(response, 500, "server_error", "Something went wrong here.");
  });
  return true;
}

async function serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const route = findRoute(path);
  if (!route) return refuse(response, 404, "not_found", "There is no such address. Agents get tokens at /oauth/token.");
  if (!route.methods.includes(request.method ?? "")) {
    response.setHeader("allow", route.methods.join(", "));
    return refuse(response, 405, "method_not_allowed", `This address takes ${route.methods[0]} only.`);
  }
  await route.serve(request, response);
}

function findRoute(path: string): Route | undefined {
  if (Object.hasOwn(ROUTES, path)) return ROUTES[path];
  const server = nameSchema.safeParse(RESOURCE.exec(path)?.[1]);
  return server.success ? document(() => resourceMetadata(server.data)) : undefined;
}

let underWay = 0;

/**
 * The library's own routes begin below the issuer's path. Between its requests, what it keeps of them is switched off:
 * while any AsyncLocalStorage is in use, Node before 24 follows every promise of the process, which costs a call a tenth.
 */
async function toProvider(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.url = (request.url ?? "").slice("/oauth".length);
  underWay += 1;
  try {
    await authorizationServer()(request, response);
  } finally {
    underWay -= 1;
    if (underWay === 0) context.disable();
  }
}

function refuse(response: ServerResponse, status: number, error: string, sentence: string): void {
  sendJson(response, status, { error, error_description: sentence }, { "cache-control": "no-store" });
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { "content-type": "application/json", "content-length": length, ...headers }).end(text);
}
