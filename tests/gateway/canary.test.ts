import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CONTRACT } from "../../lib/api/contract";
import { newId } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import { addServer, classTools } from "../../lib/servers/index";
import { PlainAgent } from "../fakes/agent";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { signInAdmin } from "../setup/admin-session";
import { approve, entriesOf, eventually, giveGrant, settled, taskIn } from "../setup/agents";
import { type Canaries, canariesIn, Heard, readTables } from "../setup/canaries";
import { type GatewayProcess, startGatewayProcess } from "../setup/gateway-processes";
import { type House, makeRegisteredAgent, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
let gateway: GatewayProcess;
let agent: PlainAgent;
let taskId: string;
let agentId: string;
let serverId: string;
let cookie: string;
const heard = new Heard();
/** Nobody but its holder may ever see one of these. */
const secrets: Canaries = {};
/** What an agent says and a server answers: it belongs at the server, in the body table, and to whom may see bodies. */
const ARGUMENT = `canary-argument-${randomBytes(12).toString("hex")}`;
const canary = (name: string) => `Canary/${name}+${randomBytes(18).toString("base64url")}`;
const SCOPE = [{ server: "files", tools: ["echo", "write-file"] }];

beforeAll(async () => {
  house = await startHouse();
  Object.assign(secrets, {
    upstream: canary("upstream"),
    key: canary("upstream-key"),
    password: canary("password"),
    database: canary("database").replaceAll("/", "."),
    AUTH_SECRET: house.secret,
  });
  const database = new URL(house.databaseUrl);
  database.password = secrets.database ?? "";
  // Without PUBLIC_URL a process is known as localhost.
  const started = await startGatewayProcess(house, { LOG_LEVEL: "trace", PUBLIC_URL: "", DATABASE_URL: database.href });
  gateway = { ...started, url: started.url.replace("127.0.0.1", "localhost") };
  upstream = await startUpstream();
  const credential = { header: "Authorization", value: `Bearer ${secrets.upstream}` };
  const server = await addServer(house.admin.human, { name: "files", url: upstream.url, credential });
  await classTools(house.admin.human, server.id, [
    { tool: "echo", class: "read" },
    { tool: "write-file", class: "write" },
  ]);
  serverId = server.id;
  const made = await makeRegisteredAgent(house, "bot", { purpose: "Tidy the notes", scope: SCOPE });
  const keyed = await makeRegisteredAgent(house, "keyed", { purpose: "Tidy more", scope: SCOPE }, "key");
  agentId = made.agent.id;
  agent = new PlainAgent(
    { ...house, url: gateway.url, mcp: (name) => `${gateway.url}/mcp/${name}` },
    { clientId: agentId, secret: made.value },
  );
  await agent.fetchToken("files");
  taskId = taskIn(agent.token).id;
  await giveGrant(taskId, { scope: SCOPE });
  Object.assign(secrets, { "old token": agent.token, secret: made.value, "agent key": keyed.value });
  await agent.fetchToken("files");
  secrets.token = agent.token;
  const signedIn = await signInAdmin(house, gateway.url, secrets.password ?? "");
  cookie = signedIn.cookie;
  Object.assign(secrets, { session: signedIn.session, sid: signedIn.sid, "access token": signedIn.token });
  // The first call of a process may take longer than an allow is good for.
  await eventually(async () => expect(await agent.call("files", "echo", {})).toMatchObject({ isError: false }));
}, 120_000);
afterAll(() => upstream.stop());
beforeEach(() => {
  upstream.state.behaviour = undefined;
});

const names = () => Object.entries(secrets).map(([name, secret]) => [name, secret] as const);
const call = (args: object, id: unknown = 7) =>
  JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name: "echo", arguments: args } });

/** Posts to the gateway's door with what an agent sends, and whatever else is said. */
function come(body: string, headers: Record<string, string> = {}, path = "/mcp/files") {
  const usual = {
    authorization: `Bearer ${agent.token}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2025-11-25",
  };
  return heard.ask(`${gateway.url}${path}`, { method: "POST", headers: { ...usual, ...headers }, body });
}

const api = (line: string, init: { body?: object; headers?: Record<string, string> } = {}) => {
  const [method = "GET", path = "/"] = line.split(" ");
  return heard.ask(`${gateway.url}/api/v1${path}`, {
    method,
    headers: { cookie, origin: gateway.url, "content-type": "application/json", ...init.headers },
    ...(init.body && { body: JSON.stringify(init.body) }),
  });
};

describe("secrets that come in where they do not belong", () => {
  it("are not repeated by refusals of messages", async () => {
    for (const [, secret] of names()) {
      const bodies = [
        secret,
        `{"jsonrpc":"2.0","id":7,"method":${JSON.stringify(secret)}}`,
        `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":${JSON.stringify(secret)}}}`,
        `{"jsonrpc":"2.0","id":7,"method":"ping","${secret}":1,"${secret}":2}`,
        `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"${secret}\\n"}}`,
        `[${JSON.stringify(secret)}]`,
        `{"jsonrpc":${JSON.stringify(secret)},"id":7,"method":"ping"}`,
      ];
      for (const body of bodies) expect((await come(body)).text).toMatch(/"error"/);
      // The version that was asked for is repeated to who asked, as MCP wants it.
      for (const header of ["mcp-method", "mcp-name", "content-type", "accept", "origin"])
        expect((await come(call({}), { [header]: secret })).status).toBeGreaterThanOrEqual(400);
      const ping = '{"jsonrpc":"2.0","id":7,"method":"ping"}';
      for (const header of ["x-request-id", "traceparent", "user-agent", "referer", "cookie", "x-forwarded-for"])
        expect((await come(ping, { [header]: secret })).status).toBe(200);
    }
  });

  it("are not repeated by refusals of credentials and addresses", async () => {
    const ping = '{"jsonrpc":"2.0","id":7,"method":"ping"}';
    for (const [name, secret] of names()) {
      const known = ["old token", "token", "agent key"].includes(name);
      for (const authorization of [secret, `Basic ${btoa(`x:${secret}`)}`, `Bearer ${secret}x`, `Bearer x${secret}`])
        expect((await come(ping, { authorization })).status).toBe(401);
      if (!known) expect((await come(ping, { authorization: `Bearer ${secret}` })).status).toBe(401);
      const inAddress = encodeURIComponent(secret);
      expect((await come(ping, {}, `/mcp/${inAddress}`)).status).toBe(404);
      expect((await come(ping, { authorization: "" }, `/mcp/files?access_token=${inAddress}`)).status).toBe(401);
      for (const path of [`/api/v1/${inAddress}`, `/api/v1/tasks/${inAddress}`, `/api/v1/tasks?state=${inAddress}`])
        expect((await heard.ask(`${gateway.url}${path}`, { headers: { cookie } })).status).toBeGreaterThanOrEqual(400);
      if (name !== "access token")
        expect((await api("GET /me", { headers: { cookie: "", authorization: `Bearer ${secret}` } })).status).toBe(401);
      const form = { grant_type: "client_credentials", client_id: newId(), client_secret: `${secret}x` };
      for (const fields of [
        form,
        { ...form, grant_type: secret },
        { ...form, client_id: secret },
        { resource: secret },
      ]) {
        const body = new URLSearchParams(fields);
        expect((await heard.ask(`${gateway.url}/oauth/token`, { method: "POST", body })).status).toBeGreaterThan(399);
      }
      expect((await heard.ask(`${gateway.url}/oauth/token?client_secret=${inAddress}`)).status).toBeGreaterThan(399);
    }
  });

  it("are not repeated by refusals of the API, and a database that is away does not tell its password", async () => {
    const value = `${secrets.upstream}\r\nx: y`;
    const refused = [
      await api("POST /servers", { body: { name: "bad", url: upstream.url, credential: { header: "Host", value } } }),
      await api("POST /servers", { body: { name: "bad", url: `http://user:${secrets.key}@127.0.0.1:1/` } }),
      await api("POST /servers", { body: { name: secrets.key, url: upstream.url } }),
      await api(`PUT /servers/${serverId}/credential`, { body: { header: "x-key", value } }),
      await api("POST /account/password", { body: { current: `${secrets.password}x`, next: secrets.key } }),
      await api("POST /account/password", { body: { current: secrets.password, next: "short" } }),
      await api("POST /account/tokens", { body: { name: secrets.key, rights: [secrets.key], days: secrets.key } }),
    ];
    expect(refused.filter(({ status }) => status < 400 || status === 401 || status >= 500)).toEqual([]);
    const away = `postgresql://app:${encodeURIComponent(secrets.database ?? "")}@127.0.0.1:1/nowhere`;
    const failed = await startGatewayProcess(house, { LOG_LEVEL: "trace", DATABASE_URL: away }).catch(String);
    expect(failed).toMatch(/the gateway ended/);
    expect(canariesIn(String(failed), secrets)).toEqual([]);
  });
});

describe("a server that repeats the headers it was sent", () => {
  const withProgress = JSON.stringify({
    jsonrpc: "2.0",
    id: 7,
    method: "tools/call",
    params: { name: "echo", arguments: { said: ARGUMENT }, _meta: { progressToken: "p" } },
  });

  it.each(["result", "error", "progress"] as const)(
    "has its credential taken out of its %s, and the outcome says so",
    async (as) => {
      upstream.state.behaviour = { kind: "echoes", as };
      const { text } = await come(withProgress);
      expect(text).toContain("Bearer [removed]".slice(7));
      expect(canariesIn(upstream.calls().at(-1)?.rawHeaders.join(" ") ?? "", secrets)).toEqual(["upstream"]);
      await settled();
      const { facts } = (await entriesOf(taskId)).at(-1) ?? {};
      expect(facts?.note).toContain("repeated the credential it was sent; it was taken out");
    },
  );

  it.each(["request", "status", "garbage"] as const)("tells nothing by its %s", async (as) => {
    upstream.state.behaviour = { kind: "echoes", as };
    expect((await come(withProgress)).status).toBe(200);
  });

  it("or has it in a tool's description does not get it into the pinned definition, nor a redirect to it followed", async () => {
    const tools = upstream.state.tools;
    const description = `Send Bearer ${secrets.upstream}`;
    for (const [offered, shown] of [
      [tools.map((tool) => ({ ...tool, description })), /Send \[removed\]/],
      [tools, /"drifted":0/],
    ] as const) {
      upstream.state.tools = [...offered];
      await eventually(async () => {
        expect((await api(`POST /servers/${serverId}/test`, { body: {} })).status).toBe(200);
        expect((await api(`GET /servers/${serverId}`)).text).toMatch(shown);
      });
    }
    await agent.fetchToken("files");
    upstream.state.behaviour = { kind: "redirects", to: `${upstream.url}?key=${secrets.upstream}` };
    const { text } = await come(call({}));
    expect(text).toMatch(/redirect/);
  });
});

describe("secrets that come in where they belong", () => {
  it("serve there, and stay there", async () => {
    const key = { header: "x-api-key", value: secrets.key };
    expect((await api(`PUT /servers/${serverId}/credential`, { body: key })).status).toBeLessThan(300);
    await agent.fetchToken("files");
    expect((await come(call({ said: ARGUMENT }))).text).toContain(ARGUMENT);
    expect(upstream.calls().at(-1)?.headers["x-api-key"]).toBe(secrets.key);
    expect((await come('{"jsonrpc":"2.0","id":1,"method":"tools/list"}')).text).toContain('"echo"');
    const keyed = { authorization: `Bearer ${secrets["agent key"]}` };
    expect((await come('{"jsonrpc":"2.0","id":1,"method":"tools/list"}', keyed)).status).toBe(200);
    const held = come(call({ path: ARGUMENT }).replace('"echo"', '"write-file"'));
    await approve(house, taskId);
    expect((await held).text).toContain(ARGUMENT);
    const door = { headers: { authorization: `Bearer ${agent.token}` } };
    expect((await heard.ask(`${gateway.url}/agent/v1/task`, door)).status).toBe(200);
    const robot = { cookie: "", authorization: `Bearer ${secrets["access token"]}` };
    expect((await api("GET /me", { headers: robot })).status).toBe(200);
    const next = canary("next password");
    const change = { current: secrets.password ?? "", next };
    expect((await api("POST /account/password", { body: change })).status).toBe(200);
    secrets["next password"] = next;
  });

  it("are shown once where they are made, and kept nowhere for the answer to be given again", async () => {
    const headers = { cookie, origin: gateway.url, "content-type": "application/json", "idempotency-key": "once-1" };
    const made = await fetch(`${gateway.url}/api/v1/agents/${agentId}/credentials`, {
      method: "POST",
      headers,
      body: JSON.stringify({ kind: "key" }),
    });
    const { value } = (await made.json()) as { value: string };
    expect(made.status).toBeLessThan(300);
    secrets["new key"] = value;
    expect(value).toMatch(/^csk_/);
  });
});

describe("after all that, none of the secrets is found", () => {
  it("in the log of the process, which says everything it could", () => {
    expect(gateway.said()).toMatch(/"level"/);
    expect(canariesIn(gateway.said(), { ...secrets, argument: ARGUMENT })).toEqual([]);
  });

  it("in any row of the database; arguments and results are in the table of bodies alone", async () => {
    const found: Record<string, string[]> = {};
    for (const [table, text] of Object.entries(await readTables())) {
      const names = canariesIn(text, { ...secrets, argument: ARGUMENT });
      if (names.length > 0) found[table] = names;
    }
    expect(found).toEqual({ body: ["argument"] });
  });

  it("in what any door for reading tells: the API, the metrics, the states", async () => {
    const { id: approval } = await db().approval.findFirstOrThrow();
    const ids: Record<string, string> = { "/tasks/": taskId, "/agents/": agentId, "/servers/": serverId };
    let asked = 0;
    for (const { method, path } of Object.values(CONTRACT)) {
      if (method !== "GET") continue;
      const id = Object.entries(ids).find(([part]) => path.includes(part))?.[1] ?? approval;
      const seq = String((await db().entry.findFirstOrThrow({ where: { kind: "call.allowed" } })).seq);
      const line = path
        .slice("/api/v1".length)
        .replace("{seq}", seq)
        .replace(/\{\w+\}/g, id);
      if ((await api(`GET ${line}`)).status === 200) asked += 1;
    }
    expect(asked).toBeGreaterThan(15);
    for (const path of ["/metrics", "/readyz", "/healthz", "/api/v1/openapi.json"])
      expect((await heard.ask(`${gateway.url}${path}`)).status).toBe(200);
    expect((await heard.ask(`${gateway.url}/metrics`)).text).not.toContain(ARGUMENT);
  });

  it("in any answer that anybody got", () => {
    expect(heard.with(secrets)).toEqual([]);
  });
});
