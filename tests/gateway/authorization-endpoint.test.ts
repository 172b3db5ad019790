import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeDatabase, db, openDatabase } from "../../lib/db/index";
import type { SignedIn } from "../../lib/identity/schema";
import { findTask } from "../../lib/tasks/index";
import { disableAgent, type Registered, registerAgent } from "../../lib/tokens/index";
import { makeAdmin, makeRegistered, makeServer } from "../factories/tokens";
import { freshDatabase } from "../setup/database";
import { askToken, type Door, openDoor } from "./authorization-door";

let door: Door;
let databaseUrl: string;
let admin: SignedIn;
let registered: Registered;
let client: { id: string; secret: string };
beforeAll(async () => {
  databaseUrl = await freshDatabase();
  door = await openDoor();
  admin = await makeAdmin();
  await makeServer("files");
  await makeServer("mail");
});
afterAll(() => door.close());
beforeEach(async () => {
  registered = await makeRegistered(admin);
  client = { id: registered.agent.id, secret: registered.value };
});

const tasks = () => db().task.count({ where: { agentId: client.id } });
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? "", "base64url").toString());
const details = (over: Record<string, unknown> = {}) => ({
  type: "mcp_task",
  purpose: "Tidy the notes",
  scope: [{ server: "files", tools: ["read_file"] }],
  ...over,
});
const asking = (value: unknown) => ({ authorization_details: JSON.stringify(value) });

/** Asks, and expects a refusal that left nothing behind. */
async function refusal(form: Record<string, string>, as = client) {
  const { status, body } = await askToken(door, as, form);
  expect(body.access_token).toBeUndefined();
  expect(await tasks()).toBe(0);
  return { status, error: body.error, sentence: String(body.error_description) };
}

describe("a token", () => {
  it("names one task at one server for two minutes, and grants nothing", async () => {
    const { status, body, headers } = await askToken(door, client);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 120 });
    const [header, claims] = String(body.access_token).split(".").slice(0, 2).map(decode);
    const task = await db().task.findFirstOrThrow({ where: { agentId: client.id } });
    expect(header).toEqual({ alg: "ES256", typ: "at+jwt", kid: expect.any(String) });
    expect(claims).toEqual({
      iss: `${door.url}/oauth`,
      aud: `${door.url}/mcp/files`,
      sub: client.id,
      client_id: client.id,
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: claims.iat + 120,
      task: { id: task.id, epoch: 1 },
      workload: `client:${registered.agent.name}`,
    });
    expect(task).toMatchObject({ state: "requested", grantId: null });
  });

  it("for another server of the same charter names the same task", async () => {
    const one = await askToken(door, client);
    const two = await askToken(door, client, { resource: `${door.url}/mcp/mail` });
    const [first, second] = [one, two].map(({ body }) => decode(String(body.access_token).split(".")[1]));
    expect(first.task).toEqual(second.task);
    expect(second.aud).toBe(`${door.url}/mcp/mail`);
    expect(await tasks()).toBe(1);
  });

  it("is also given to a client that sends its secret in the body", async () => {
    const response = await fetch(`${door.url}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: client.id,
        client_secret: client.secret,
        resource: `${door.url}/mcp/files`,
      }),
    });
    expect(response.status).toBe(200);
  });
});

describe("authorization details", () => {
  it("become the charter of the task, and the answer names it", async () => {
    const { body } = await askToken(door, client, asking([details({ run: "r-1", ttl: { endSeconds: 60 }, calls: 3 })]));
    const { task: claim } = decode(String(body.access_token).split(".")[1]);
    const task = await findTask(claim.id);
    expect(task?.run).toBe("r-1");
    const charter = {
      purpose: "Tidy the notes",
      scope: [{ server: "files", tools: ["read_file"] }],
      ttl: { endSeconds: 60 },
      calls: 3,
    };
    expect(task?.charter.body).toEqual(charter);
    expect(body.authorization_details).toEqual([{ type: "mcp_task", ...charter, run: "r-1", task: claim }]);
    expect(decode(String(body.access_token).split(".")[1]).authorization_details).toBeUndefined();
  });

  it("of the same charter and run find the same task, of another run another", async () => {
    for (const run of ["a", "a", "b"]) await askToken(door, client, asking([details({ run })]));
    expect(await tasks()).toBe(2);
  });

  it("may name a tool that is not there: it is denied when it is called", async () => {
    const scope = [{ server: "files", tools: ["not_yet"] }];
    expect((await askToken(door, client, asking([details({ scope })]))).status).toBe(200);
  });

  it.each([
    ["no JSON", "{", /JSON/],
    ["no list", JSON.stringify(details()), /array/],
    ["an unknown type", JSON.stringify([details({ type: "other" })]), /type/],
    ["two tasks", JSON.stringify([details(), details()]), /one task/],
    ["an unknown field", JSON.stringify([details({ steps: [] })]), /steps/],
    ["no purpose", JSON.stringify([details({ purpose: " " })]), /authorization_details\.0\.purpose: Say what/],
    ["an empty scope", JSON.stringify([details({ scope: [] })]), /authorization_details\.0\.scope: .*at least one/],
    ["an unknown server", JSON.stringify([details({ scope: [{ server: "nowhere", tools: ["x"] }] })]), /nowhere/],
    ["a long run", JSON.stringify([details({ run: "x".repeat(65) })]), /authorization_details\.0\.run: .*64/],
  ])("with %s are refused in a sentence", async (_what, value, sentence) => {
    const answer = await refusal({ authorization_details: value });
    expect(answer).toMatchObject({ status: 400, error: "invalid_authorization_details" });
    expect(answer.sentence).toMatch(sentence);
  });

  it("are needed from an agent without a default charter", async () => {
    const bare = await registerAgent(admin, { name: "bare-bot", ownerId: admin.human.id });
    client = { id: bare.agent.id, secret: bare.value };
    const answer = await refusal({});
    expect(answer).toMatchObject({ status: 400, error: "invalid_request" });
    expect(answer.sentence).toContain("authorization_details");
    expect((await askToken(door, client, asking([details()]))).status).toBe(200);
  });
});

describe("the resource", () => {
  it.each([
    ["of a server that is not registered", (url: string) => `${url}/mcp/nowhere`],
    ["at another address", () => "https://elsewhere.example/mcp/files"],
    ["with something behind it", (url: string) => `${url}/mcp/files/`],
    ["in other letters", (url: string) => `${url}/mcp/FILES`],
    ["that is no address", () => "files"],
  ])("%s is refused", async (_what, resource) => {
    expect(await refusal({ resource: resource(door.url) })).toMatchObject({ status: 400, error: "invalid_target" });
  });

  it("must be said, and there is one per token", async () => {
    const answer = await refusal({ resource: "" });
    expect(answer).toMatchObject({ error: "invalid_target" });
    expect(answer.sentence).toContain(`${door.url}/mcp/<server>`);
    const both = new URLSearchParams({ grant_type: "client_credentials", client_id: client.id });
    both.append("client_secret", client.secret);
    for (const name of ["files", "mail"]) both.append("resource", `${door.url}/mcp/${name}`);
    const response = await fetch(`${door.url}/oauth/token`, { method: "POST", body: both });
    expect(await response.json()).toMatchObject({ error: "invalid_target" });
    expect(await tasks()).toBe(0);
  });
});

describe("a client", () => {
  it("with a wrong secret, an unknown id, or disabled is invalid", async () => {
    const other = await makeRegistered(admin, { credential: "key" });
    const gone = await makeRegistered(admin);
    await disableAgent(admin, gone.agent.id, "left");
    for (const as of [
      { id: client.id, secret: "css_wrong" },
      { id: client.id, secret: other.value },
      { id: other.agent.id, secret: other.value },
      { id: gone.agent.id, secret: gone.value },
      { id: "somebody", secret: client.secret },
    ])
      expect(await refusal({}, as)).toMatchObject({
        status: 401,
        error: "invalid_client",
        sentence: "client authentication failed",
      });
  });

  it("that fails too often waits, also with the right secret, and keeps nobody else waiting", async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) await refusal({}, { id: client.id, secret: `css_${attempt}` });
    const { status, headers, body } = await askToken(door, client);
    expect(status).toBe(429);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(body).toMatchObject({ error: "too_many_requests" });
    const other = await makeRegistered(admin);
    expect((await askToken(door, { id: other.agent.id, secret: other.value })).status).toBe(200);
  });

  it("in a page of another site gets nothing", async () => {
    const response = await fetch(`${door.url}/oauth/token`, {
      method: "POST",
      headers: { origin: "https://evil.example" },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: client.id,
        client_secret: client.secret,
        resource: `${door.url}/mcp/files`,
      }),
    });
    expect(response.status).toBe(400);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(await tasks()).toBe(0);
  });

  it.each([
    ["another grant", { grant_type: "password" }, "unsupported_grant_type"],
    ["no grant", { grant_type: "" }, "invalid_request"],
  ])("that asks for %s is told so", async (_what, form, error) => {
    expect(await refusal(form)).toMatchObject({ status: 400, error });
  });

  it("is told to come back when the database is away", async () => {
    await closeDatabase();
    openDatabase("postgresql://app@127.0.0.1:1/nothing");
    const { status, headers, body } = await askToken(door, client);
    await closeDatabase();
    openDatabase(databaseUrl);
    expect({ status, error: body.error, retry: headers.get("retry-after") }).toEqual({
      status: 503,
      error: "temporarily_unavailable",
      retry: "1",
    });
    expect((await askToken(door, client)).status).toBe(200);
  });
});

describe("the metadata", () => {
  const get = async (path: string) => {
    const response = await fetch(`${door.url}${path}`);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  it("leads from a server's address to the token endpoint", async () => {
    const resource = await get("/.well-known/oauth-protected-resource/mcp/files");
    expect(resource.headers.get("access-control-allow-origin")).toBe("*");
    expect(resource.body).toMatchObject({
      resource: `${door.url}/mcp/files`,
      authorization_servers: [`${door.url}/oauth`],
      bearer_methods_supported: ["header"],
    });
    const server = await get("/.well-known/oauth-authorization-server/oauth");
    expect(server.body).toMatchObject({
      issuer: `${door.url}/oauth`,
      token_endpoint: `${door.url}/oauth/token`,
      grant_types_supported: ["client_credentials"],
      authorization_details_types_supported: ["mcp_task"],
    });
    expect((await get("/oauth/.well-known/oauth-authorization-server")).body).toEqual(server.body);
    const { keys } = (await get(new URL(server.body.jwks_uri).pathname)).body;
    expect(keys).toEqual([expect.objectContaining({ kty: "EC", crv: "P-256", alg: "ES256", use: "sig" })]);
    expect(keys[0].d).toBeUndefined();
  });

  it("says the same under whatever Host it is asked for", async () => {
    const body = await new Promise<string>((resolve, reject) => {
      const path = "/.well-known/oauth-authorization-server/oauth";
      const sent = httpRequest(`${door.url}${path}`, { headers: { host: "evil.example" } }, (response) => {
        response.setEncoding("utf8").on("data", resolve);
      });
      sent.on("error", reject).end();
    });
    expect(body).not.toContain("evil.example");
  });

  it.each([
    "/.well-known/openid-configuration",
    "/.well-known/openid-configuration/oauth",
    "/.well-known/oauth-authorization-server",
    "/.well-known/oauth-protected-resource",
    "/.well-known/oauth-protected-resource/mcp/NOT%20A%20NAME",
    "/oauth/.well-known/openid-configuration",
    "/oauth/authorize",
    "/oauth/auth",
    "/oauth/token/introspection",
    "/oauth/token/revocation",
    "/oauth/session/end",
    "/oauth/reg",
    "/oauth/",
  ])("does not know %s", async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: { error: "not_found" } });
  });

  it("is only read, and tokens are only posted for", async () => {
    for (const [method, path] of [
      ["POST", "/.well-known/oauth-authorization-server/oauth"],
      ["GET", "/oauth/token"],
    ] as const)
      expect((await fetch(`${door.url}${path}`, { method })).status).toBe(405);
  });
});
