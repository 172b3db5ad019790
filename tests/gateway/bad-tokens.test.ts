import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyFile, newId, signingKeyFrom } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import { endByAgent, narrowTask, revokeTasks } from "../../lib/tasks/index";
import { disableAgent, enableAgent, revokeCredential } from "../../lib/tokens/index";
import { PlainAgent } from "../fakes/agent";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import {
  callsOf,
  entriesOf,
  eventually,
  giveGrant,
  newWorker,
  runningWorker,
  type Worker,
  withoutTrace,
} from "../setup/agents";
import { decode, encode, forge as forgeFrom } from "../setup/forged-token";
import { changeDefaultRule, type House, makeRegisteredAgent, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
let worker: Worker;
let bearer: string;

const SCOPE = [{ server: "files", tools: ["echo"] }];

beforeAll(async () => {
  house = await startHouse();
  upstream = await startUpstream();
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "read" });
  await makeServer(house, "mail", upstream.url, { echo: "read" });
  worker = await runningWorker(house, SCOPE);
  bearer = worker.agent.token;
});
afterAll(() => upstream.stop());

const parts = () => bearer.split(".");
/** The worker's own token with other claims or another header. */
const forge = (claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}, key?: string) =>
  forgeFrom(bearer, claims, header, key);

const CALL = JSON.stringify({ jsonrpc: "2.0", id: 7, method: "tools/call", params: { name: "echo", arguments: {} } });
const now = (offset: number) => Math.floor(Date.now() / 1000) + offset;

/** Posts with this Authorization header, or with none. */
function come(authorization: string | null, body = CALL): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2025-11-25",
    ...(authorization === null ? {} : { authorization }),
  };
  return fetch(house.mcp("files"), { method: "POST", headers, body });
}

const challenge = () => `Bearer resource_metadata="${house.url}/.well-known/oauth-protected-resource/mcp/files"`;

describe("a request without a token", () => {
  it.each([
    ["a call", CALL, 7],
    ["initialize", '{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}', 7],
    ["tools/list", '{"jsonrpc":"2.0","id":7,"method":"tools/list"}', 7],
    ["ping", '{"jsonrpc":"2.0","id":7,"method":"ping"}', 7],
    ["a notification", '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}', null],
  ])("gets a bare 401 that says where tokens are to be had: %s", async (_what, body, id) => {
    const answer = await withoutTrace(upstream, () => come(null, body));
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe(challenge());
    const { error, ...rest } = (await answer.json()) as { error: Record<string, unknown> };
    expect(rest).toEqual({ jsonrpc: "2.0", id });
    expect(error).toMatchObject({ message: expect.stringMatching(/Bearer/), data: { code: "NOT_SIGNED_IN" } });
  });

  it.each(["Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "DPoP abc", "Bearer a b"])(
    "is one that comes with %j, too",
    async (authorization) => {
      const answer = await withoutTrace(upstream, () => come(authorization));
      expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, challenge()]);
    },
  );

  it("is one whose token stands in the address", async () => {
    const address = `${house.mcp("files")}?access_token=${bearer}`;
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const ask = () =>
      fetch(address, { method: "POST", headers: { ...headers, "mcp-protocol-version": "2025-11-25" }, body: CALL });
    expect((await withoutTrace(upstream, ask)).status).toBe(401);
  });
});

describe("a token that is not valid here is refused, and nothing is recorded or sent:", () => {
  const stranger = signingKeyFrom(randomBytes(48));
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" });
  const unsigned = (alg: string) => `${encode({ ...decode(parts()[0]), alg })}.${parts()[1]}`;
  const asSecret = () => {
    const pem = createPublicKey(keyFile("signing", signingKeyFrom)).export({ type: "spki", format: "pem" }).toString();
    return forge({}, { alg: "HS256" }, signingKeyFrom(Buffer.from(pem)));
  };
  const cases: [what: string, token: () => string | Promise<string>][] = [
    ["expired", () => forge({ iat: now(-200), exp: now(-80) })],
    ["expired this second", () => forge({ exp: now(0) })],
    ["from the future", () => forge({ iat: now(90) })],
    ["not valid yet", () => forge({ nbf: now(90) })],
    ["without an end", () => forge({ exp: undefined })],
    ["for another server", () => forge({ aud: house.mcp("mail") })],
    ["for several servers", () => forge({ aud: [house.mcp("files"), house.mcp("mail")] })],
    ["for the same server at another house", () => forge({ aud: "https://evil.example/mcp/files" })],
    ["for an address that begins alike", () => forge({ aud: `${house.mcp("files")}/x` })],
    ["for this house, but no server", () => forge({ aud: house.url })],
    ["of another issuer", () => forge({ iss: "https://evil.example/oauth" })],
    ["of another kind", () => forge({}, { typ: "JWT" })],
    ["an ID token", () => forge({}, { typ: "id_token+jwt" })],
    ["of no algorithm", () => `${unsigned("none")}.`],
    ["of no algorithm in other letters", () => `${unsigned("nOnE")}.${parts()[2]}`],
    ["of HS256 with the public key", asSecret],
    ["of RS256", () => forge({}, { alg: "RS256" })],
    ["of ES384", () => forge({}, { alg: "ES384" })],
    ["signed by a stranger under our key's name", () => forge({}, {}, stranger)],
    ["signed by a stranger who brings the key along", () => forge({}, { jwk }, stranger)],
    ["of ours that brings a key along", () => forge({}, { jwk })],
    ["of ours that says where a key is", () => forge({}, { jku: "https://evil.example/keys" })],
    ["of ours with conditions", () => forge({}, { crit: ["exp"] })],
    ["under the name of a file", () => forge({}, { kid: "../../../../dev/null" })],
    ["under a name for a database", () => forge({}, { kid: "' OR 1=1 --" })],
    ["with changed claims", () => `${parts()[0]}.${encode({ ...decode(parts()[1]), sub: newId() })}.${parts()[2]}`],
    ["with another's signature", () => `${parts()[0]}.${parts()[1]}.${forge({ jti: "x" }).split(".")[2]}`],
    ["without a signature", () => `${parts()[0]}.${parts()[1]}.`],
    ["cut off", () => bearer.slice(0, -4)],
    ["with a tail", () => `${bearer}.x`],
    ["three dots", () => "..."],
    ["no JSON inside", () => "e30.bm9wZQ.e30"],
    ["of five thousand characters", () => `${bearer}${"x".repeat(5000)}`],
    ["without a task", () => forge({ task: undefined })],
    ["of an epoch before the first", () => forge({ task: { id: worker.taskId, epoch: 0 } })],
    ["of a task that does not exist", () => forge({ task: { id: newId(), epoch: 1 } })],
    ["of another agent's task", async () => forge({ task: { id: (await newWorker(house, SCOPE)).taskId, epoch: 1 } })],
    ["an agent's secret", () => worker.secret],
    ["an agent key of nobody", () => `csk_${"A".repeat(43)}`],
    ["an agent key of nothing", () => "csk_"],
    ["a person's access token", () => `csp_${"A".repeat(43)}`],
  ];
  it.each(cases)("%s", async (_what, make) => {
    const token = await make();
    const answer = await withoutTrace(upstream, () => come(`Bearer ${token}`));
    const text = await answer.text();
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(
      /^Bearer resource_metadata="[^"]+\/mcp\/files", error="invalid_token", error_description="[^"]+\."$|\?"$/,
    );
    expect(JSON.parse(text)).toMatchObject({ id: 7, error: { code: -32600, data: { code: "TOKEN_INVALID" } } });
    expect(text).not.toContain(token.slice(0, 16));
  });

  it("while the token they were made from goes on working", async () => {
    worker.agent.token = bearer;
    expect(await worker.agent.call("files", "echo", { message: "still" })).toMatchObject({
      status: 200,
      isError: false,
    });
  });
});

describe("a token of another task", () => {
  it("of the same agent is held to its own task's scope, and the denial stands in that task", async () => {
    const { agent } = worker;
    const details = { purpose: "Write", run: "b", scope: [{ server: "files", tools: ["write-file"] }] };
    const { body } = await agent.fetchToken("files", details);
    const [made] = body.authorization_details as { task: { id: string } }[];
    const taskId = made?.task.id ?? "";
    await giveGrant(taskId, { scope: details.scope });
    agent.token = bearer;
    expect(await agent.call("files", "write-file", {})).toMatchObject({ isError: true, text: /Denied: Out of scope/ });
    await agent.fetchToken("files", details);
    expect(await agent.call("files", "write-file", {})).toMatchObject({ isError: false });
    expect(await callsOf(taskId, 2)).toEqual(["call.allowed", "call.succeeded"]);
    agent.token = bearer;
  });
});

describe("a token of an old epoch", () => {
  it("is refused as soon as the task has moved, and the next one works", async () => {
    const moved = await runningWorker(house, [{ server: "files", tools: ["echo", "write-file"] }]);
    expect(await moved.agent.call("files", "echo", {})).toMatchObject({ isError: false });
    await narrowTask(house.sam.human.id, moved.taskId, { reason: "No writing.", scope: SCOPE });
    await eventually(async () => expect((await moved.agent.call("files", "ping-pong", {})).status).toBe(401));
    const answer = await withoutTrace(upstream, () => moved.agent.call("files", "echo", {}));
    expect(answer).toMatchObject({ status: 401, text: expect.stringContaining("fetch a new one") });
    expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
    await moved.agent.fetchToken("files");
    expect(await moved.agent.call("files", "echo", {})).toMatchObject({ isError: false });
  });

  it("may not end its task any more, but still learn what became of it", async () => {
    const ended = await runningWorker(house, SCOPE);
    const door = (init?: RequestInit) =>
      fetch(`${house.url}/agent/v1/task`, { ...init, headers: { authorization: `Bearer ${ended.agent.token}` } });
    await narrowTask(house.sam.human.id, ended.taskId, { reason: "Less.", scope: SCOPE, endsInSeconds: 60 });
    const refused = await door({ method: "POST", body: '{"action":"complete"}' });
    expect(refused.status).toBe(401);
    expect((await entriesOf(ended.taskId)).map(({ kind }) => kind)).not.toContain("task.completed");
    await revokeTasks({ humanId: house.sam.human.id }, [ended.taskId], "It wrote to the wrong place.");
    expect(await (await door()).json()).toMatchObject({ state: "revoked", reason: "It wrote to the wrong place." });
  });

  it("of a task that has ended calls nothing, and lists nothing", async () => {
    const ended = await runningWorker(house, SCOPE);
    await endByAgent(ended.taskId, "complete", "Done.");
    await eventually(async () => expect((await ended.agent.call("files", "echo", {})).status).toBe(401));
    const list = await ended.agent.post("files", { method: "tools/list" });
    expect(await list.json()).toMatchObject({ result: { tools: [] } });
  });
});

describe("an agent that is", () => {
  it("unknown gets no token", async () => {
    const nobody = new PlainAgent(house, { clientId: newId(), secret: worker.secret });
    const { status, body } = await withoutTrace(upstream, () => nobody.fetchToken("files"));
    expect({ status, error: body.error }).toEqual({ status: 401, error: "invalid_client" });
  });

  it("disabled is out at once: its token, its secret and its key, until it is enabled and starts anew", async () => {
    const gone = await runningWorker(house, SCOPE);
    await disableAgent(house.admin, gone.agentId, "It left.");
    await eventually(async () => expect((await gone.agent.call("files", "echo", {})).status).toBe(401));
    await withoutTrace(upstream, async () => {
      expect((await gone.agent.call("files", "echo", {})).status).toBe(401);
      expect(await gone.agent.fetchToken("files")).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    });
    await enableAgent(house.admin, gone.agentId);
    expect((await gone.agent.call("files", "echo", {})).status).toBe(401);
  });

  it("disabled and comes with a key is told so", async () => {
    const { agent, value } = await makeRegisteredAgent(house, "keyed-1", { purpose: "Tidy", scope: SCOPE }, "key");
    await come(`Bearer ${value}`, '{"jsonrpc":"2.0","id":7,"method":"ping"}');
    await disableAgent(house.admin, agent.id, "It left.");
    const answer = await withoutTrace(upstream, () => come(`Bearer ${value}`));
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining("disabled") } });
  });
});

describe("an agent key", () => {
  it("works until it is revoked, and not a call longer", async () => {
    const made = await makeRegisteredAgent(house, "keyed-2", { purpose: "Tidy", scope: SCOPE }, "key");
    const agent = new PlainAgent(house, { clientId: made.agent.id, secret: "" });
    agent.token = made.value;
    expect((await agent.post("files", { method: "tools/list" })).status).toBe(200);
    const task = await db().task.findFirstOrThrow({ where: { agentId: made.agent.id } });
    await giveGrant(task.id, { scope: SCOPE });
    expect(await agent.call("files", "echo", {})).toMatchObject({ isError: false });
    await revokeCredential(house.admin, made.credential.id);
    const answer = await withoutTrace(upstream, () => agent.call("files", "echo", {}));
    expect(answer).toMatchObject({ status: 401, text: expect.stringContaining("not valid") });
  });

  it("is denied, in words a model can read, where a rule does not let keys in", async () => {
    const made = await makeRegisteredAgent(house, "keyed-3", { purpose: "Tidy", scope: SCOPE }, "key");
    await changeDefaultRule(house, { agentKeys: "deny" });
    const agent = new PlainAgent(house, { clientId: made.agent.id, secret: "" });
    agent.token = made.value;
    await eventually(async () =>
      expect(await agent.call("files", "echo", {})).toMatchObject({
        status: 200,
        isError: true,
        text: expect.stringMatching(/^Denied: A rule does not let agent keys/),
      }),
    );
    await changeDefaultRule(house, {});
  });

  it("that is guessed too often makes its address wait, but nobody whose token is known", async () => {
    expect(await worker.agent.call("files", "echo", {})).toMatchObject({ status: 200 });
    let answer = await come(`Bearer csk_${"B".repeat(43)}`);
    for (let guess = 0; guess < 1000 && answer.status === 401; guess += 1)
      answer = await come(`Bearer csk_guess${guess}`);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ error: { data: { code: "RATE_LIMITED" } } });
    expect(await worker.agent.call("files", "echo", {})).toMatchObject({ status: 200, isError: false });
  });
});
