import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { encode } from "next-auth/jwt";
import { handleApi, installApi } from "../../../lib/api/index";
import { type LogEntry, listEntries, startTail, type Tail } from "../../../lib/audit/index";
import { configureLog, digestOf, newId, parseEnv } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { cookieName, makeAccessToken, startSession } from "../../../lib/identity/index";
import type { Human, Role, SignedIn, TokenRight } from "../../../lib/identity/schema";
import { ensureDefaultRule } from "../../../lib/policy/index";
import { closeConnections } from "../../../lib/servers/index";
import { configureModules } from "../../../server/configure";
import { atEnd } from "../../setup/clean-up";
import { freshDatabase } from "../../setup/database";

const SECRET = "a secret for tests of at least 32 characters";

export type World = { url: string; http: Server; tail: Tail; databaseUrl: string };

/** Somebody with a session and, on demand, a token: everything a request needs to come from them. */
export type Visitor = SignedIn & { cookie: string; token(...rights: TokenRight[]): Promise<string> };

/** Serves the API on a database of the test file's own, at a free port of the loopback. */
export async function openWorld(onEntries: (entries: LogEntry[]) => void = () => {}): Promise<World> {
  const databaseUrl = await freshDatabase();
  configureLog("silent");
  const http = createServer((request, response) => void handleApi(request, response));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const env = { DATABASE_URL: databaseUrl, PUBLIC_URL: url, AUTH_SECRET: SECRET, NODE_ENV: "test" };
  configureModules(parseEnv(env), url, "test");
  await ensureDefaultRule();
  const tail = await startTail(databaseUrl, onEntries);
  installApi({ version: "test", database: "given", position: () => tail.position() });
  atEnd(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await tail.stop();
    await closeConnections();
  });
  return { url, http, tail, databaseUrl };
}

/** Somebody who is signed in. */
export async function visitor(name: string, roles: Role[], over: { seesBodies?: boolean } = {}): Promise<Visitor> {
  const human: Human = {
    id: newId(),
    email: `${name}-${newId().slice(-6)}@example.test`,
    name,
    roles: ["viewer", ...roles.filter((role) => role !== "viewer")],
    seesBodies: over.seesBodies ?? true,
  };
  await db().human.create({ data: human });
  const sid = await startSession(human.id, {
    by: "password",
    visitor: { address: null, agent: "test" },
    replaces: null,
  });
  const signedIn: SignedIn = { via: "page", human, sessionHash: digestOf(sid) };
  return {
    ...signedIn,
    cookie: `${cookieName("session")}=${await encode({ token: { sid }, secret: SECRET, maxAge: 3600 })}`,
    token: async (...rights) => (await makeAccessToken(signedIn, { name: "robot", rights, days: 1 })).token,
  };
}

/** A refusal, as the API words it. */
export type Refusal = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors: { path: string; message: string }[];
  [more: string]: unknown;
};
export type Answer<Body = Refusal> = { status: number; body: Body; headers: Headers };

type Asking = { body?: unknown; key?: string; headers?: Record<string, string>; raw?: string | Uint8Array };

/**
 * Sends a request as one of our own pages does, or with a token as a program does.
 *
 * @param line Method and path: "GET /tasks".
 */
export async function ask<Body = Refusal>(
  world: World,
  who: Visitor | string | null,
  line: string,
  asking: Asking = {},
): Promise<Answer<Body>> {
  const [method = "GET", path = "/"] = line.split(" ");
  const headers = new Headers();
  if (typeof who === "string") headers.set("authorization", `Bearer ${who}`);
  else if (who) headers.set("cookie", who.cookie);
  if (method !== "GET") headers.set("origin", world.url);
  if (asking.body !== undefined || asking.raw !== undefined) headers.set("content-type", "application/json");
  if (asking.key !== undefined) headers.set("idempotency-key", asking.key);
  for (const [name, value] of Object.entries(asking.headers ?? {})) headers.set(name, value);
  const body = asking.raw ?? (asking.body === undefined ? undefined : JSON.stringify(asking.body));
  const response = await fetch(`${world.url}/api/v1${path}`, { method, headers, body: body as BodyInit | undefined });
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json$/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body, headers: response.headers };
}

/** The number of the latest entry. */
export async function latest(): Promise<bigint> {
  const [entry] = await listEntries({}, 1, "newest");
  return BigInt(entry?.seq ?? 0);
}

/** The kinds of the entries written since a number, in order. */
export async function kindsSince(seq: bigint): Promise<string[]> {
  return (await listEntries({ after: seq }, 1000, "oldest")).map((entry) => entry.kind);
}
