import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { findTask } from "../../../lib/tasks/index";
import { makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { upstreamFor } from "../../setup/servers";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

const CANARY = "canary-secret-4471";

let world: World;
let admin: Visitor;
let vera: Visitor;

beforeAll(async () => {
  world = await openWorld();
  admin = await visitor("adam", ["admin"]);
  vera = await visitor("vera", []);
});

type Refusable = { code?: string; errors?: { path: string }[] };
const post = <Body>(line: string, body: unknown = {}, who: Visitor = admin) =>
  ask<Body & Refusable>(world, who, line, { body });
const get = async <Body>(path: string, who: Visitor = admin) => (await ask<Body>(world, who, `GET ${path}`)).body;

describe("servers", () => {
  it("are added, looked at, classed and shown with their tools", async () => {
    const upstream = await upstreamFor();
    const added = await post<OutputOf<"addServer">>("POST /servers", { name: "fake", url: upstream.url });
    expect(added.body).toMatchObject({ name: "fake", health: "up", tasks: 0 });
    const { id, tools } = added.body;
    expect(tools.unclassed).toBe(tools.total);
    const { counts } = await get<OutputOf<"me">>("/me");
    expect(counts.tools).toBe(tools.total);
    const shown = await get<OutputOf<"server">>(`/servers/${id}`, vera);
    const [first] = shown.inventory;
    if (!first) throw new Error("the fake has tools");
    expect(shown.gatewayUrl).toBe(`${world.url}/mcp/fake`);
    const classed = await post<OutputOf<"classTools">>(`POST /servers/${id}/classes`, {
      tools: [{ tool: first.name, class: "read", digest: first.digest }],
    });
    expect(classed.body.inventory[0]).toMatchObject({ class: "read", classedBy: { id: admin.human.id, name: "adam" } });
    const test = await post<OutputOf<"testServer">>(`POST /servers/${id}/test`);
    expect(test.body).toMatchObject({ health: "up", tools: tools.total });
    const wrong = await post(`POST /servers/${id}/classes`, {
      tools: [{ tool: first.name, class: "write", digest: "0".repeat(64) }],
    });
    expect(wrong.body.code).toBe("DIGEST_MISMATCH");
  });

  it("keep their credential to themselves", async () => {
    const upstream = await upstreamFor();
    const { id } = (await post<OutputOf<"addServer">>("POST /servers", { name: "locked", url: upstream.url })).body;
    const set = await ask<OutputOf<"setServerCredential">>(world, admin, `PUT /servers/${id}/credential`, {
      body: { header: "Authorization", value: `Bearer ${CANARY}` },
    });
    expect(set.body.credential).toMatchObject({ header: "Authorization" });
    for (const path of [`/servers/${id}`, "/servers", "/log?limit=200", "/config"])
      expect(JSON.stringify(await get(path))).not.toContain(CANARY);
    const moved = await ask<Refusable>(world, admin, `PATCH /servers/${id}`, { body: { url: "http://127.0.0.1:9/" } });
    expect(moved.body.errors?.[0]?.path).toBe("credential");
    const removed = await ask<OutputOf<"server">>(world, admin, `DELETE /servers/${id}/credential`);
    expect(removed.body.credential).toBeNull();
  });

  it("refuse a header that belongs to the connection, a name that is taken and an address that is none", async () => {
    const upstream = await upstreamFor();
    await post("POST /servers", { name: "taken", url: upstream.url });
    const before = await latest();
    const credential = { header: "Host", value: CANARY };
    const bad = await post("POST /servers", { name: "x", url: upstream.url, credential });
    expect(bad.body.errors?.[0]?.path).toBe("credential.header");
    expect(JSON.stringify(bad.body)).not.toContain(CANARY);
    expect((await post("POST /servers", { name: "taken", url: upstream.url })).body.code).toBe("NAME_TAKEN");
    expect((await post("POST /servers", { name: "y", url: "ftp://example.com" })).status).toBe(422);
    expect(await kindsSince(before)).toEqual([]);
  });

  it("say what disabling them would stop, and stop it", async () => {
    const upstream = await upstreamFor();
    const { id } = (await post<OutputOf<"addServer">>("POST /servers", { name: "stopping", url: upstream.url })).body;
    const task = await makeRunningTask({ scope: [{ server: "stopping", tools: ["echo"] }] });
    const preview = await get<OutputOf<"previewServerStop">>(`/servers/${id}/disable`);
    expect(preview.tasks.items.map((one) => one.id)).toEqual([task.id]);
    expect(
      (await post<OutputOf<"disableServer">>(`POST /servers/${id}/disable`, { reason: "broken" })).body.state,
    ).toBe("disabled");
    expect((await post(`POST /servers/${id}/test`)).body.code).toBe("SERVER_DISABLED");
    expect((await post<OutputOf<"enableServer">>(`POST /servers/${id}/enable`)).body.state).toBe("active");
  });
});

describe("agents", () => {
  const charter = { purpose: "Cut the weekly release", scope: [{ server: "files", tools: ["read_file"] }] };
  const register = async (name: string, over: object = {}) =>
    post<OutputOf<"createAgent">>("POST /agents", { name, ownerId: admin.human.id, ...over });

  it("are registered with a credential that is shown once, ready to paste", async () => {
    await db().server.create({ data: { id: newId(), name: "files", url: "http://127.0.0.1:9/files" } });
    const { body } = await register("release-bot", { charter, credential: "key" });
    expect(body.value).toMatch(/^csk_/);
    expect(body.snippets.some(({ text }) => text.includes(body.value))).toBe(true);
    expect(body.agent).toMatchObject({ name: "release-bot", owner: { name: "adam" }, state: "active" });
    const shown = await get<OutputOf<"agent">>(`/agents/${body.agent.id}`, vera);
    expect(shown.charter).toEqual(charter);
    expect(shown.credentials).toMatchObject([{ kind: "key", revokedAt: null }]);
    expect(JSON.stringify([shown, await get("/log?limit=200")])).not.toContain(body.value);
  });

  it("get new credentials and lose old ones", async () => {
    const { agent, credential } = (await register("rotating-bot")).body;
    const second = await post<OutputOf<"issueCredential">>(`POST /agents/${agent.id}/credentials`, {
      kind: "secret",
      overlapSeconds: 60,
    });
    expect(second.body.value).toMatch(/^css_/);
    const shown = await get<OutputOf<"agent">>(`/agents/${agent.id}`);
    expect(shown.credentials.find(({ id }) => id === credential.id)?.expiresAt).not.toBeNull();
    expect((await ask(world, admin, `DELETE /agents/${agent.id}/credentials/${credential.id}`)).status).toBe(200);
    const other = (await register("other-bot")).body.agent;
    expect(
      (await ask(world, admin, `DELETE /agents/${other.id}/credentials/${second.body.credential.id}`)).body.code,
    ).toBe("NOT_FOUND");
  });

  it("are changed, and refused a name that is taken or an owner who is not there", async () => {
    const { agent } = (await register("plain-bot")).body;
    const changed = await ask<OutputOf<"changeAgent">>(world, admin, `PATCH /agents/${agent.id}`, {
      body: { name: "renamed-bot", ownerId: vera.human.id, note: "of Vera's" },
    });
    expect(changed.body).toMatchObject({ name: "renamed-bot", owner: { name: "vera" }, note: "of Vera's" });
    const before = await latest();
    expect((await register("renamed-bot")).body.code).toBe("NAME_TAKEN");
    expect((await register("new-bot", { ownerId: newId() })).body.errors?.[0]?.path).toBe("ownerId");
    expect((await register("Not A Name")).body.errors?.[0]?.path).toBe("name");
    expect((await register("key-bot", { credential: "key" })).body.errors?.[0]?.path).toBe("charter");
    expect(await kindsSince(before)).toEqual([]);
  });

  it("say what disabling them would stop, and stop it in the same moment", async () => {
    const { agent } = (await register("doomed-bot")).body;
    const task = await makeRunningTask({ agentId: agent.id });
    const preview = await get<OutputOf<"previewDisabling">>(`/agents/${agent.id}/disable`);
    expect(preview.tasks.total).toBe(1);
    const { body } = await post<OutputOf<"disableAgent">>(`POST /agents/${agent.id}/disable`, { reason: "leaked key" });
    expect(body).toMatchObject({ state: "disabled", tasks: { running: 0, paused: 0, requested: 0 } });
    expect((await findTask(task.id))?.state).toBe("revoked");
    expect((await post<OutputOf<"enableAgent">>(`POST /agents/${agent.id}/enable`)).body.state).toBe("active");
  });

  it("are listed by name over pages, with their live tasks", async () => {
    const { agent } = (await register("zz-busy")).body;
    await makeRunningTask({ agentId: agent.id });
    await makeRequestedTask({ agentId: agent.id });
    const first = await get<OutputOf<"listAgents">>("/agents?limit=2");
    const second = await get<OutputOf<"listAgents">>(`/agents?limit=2&cursor=${first.next}`);
    const names = [...first.items, ...second.items].map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(4);
    const [busy] = (await get<OutputOf<"listAgents">>("/agents?text=ZZ-BUSY")).items;
    expect(busy?.tasks).toEqual({ running: 1, paused: 0, requested: 1 });
  });
});

describe("people", () => {
  it("are invited by a link that is shown once, and the invitation withdrawn", async () => {
    const { body } = await post<OutputOf<"invitePerson">>("POST /people/invitations", {
      email: "New@Example.test",
      name: "New",
      roles: ["approver"],
    });
    expect(body.url).toMatch(new RegExp(`^${world.url}/link/csl_`));
    const { invitations } = await get<OutputOf<"listPeople">>("/people");
    expect(invitations).toMatchObject([{ email: "new@example.test", roles: ["viewer", "approver"] }]);
    const [invitation] = invitations;
    expect((await ask(world, admin, `DELETE /people/invitations/${invitation?.id}`)).status).toBe(200);
    expect((await get<OutputOf<"listPeople">>("/people")).invitations).toEqual([]);
  });

  it("are changed and disabled; their sessions and tokens end with it", async () => {
    const ben = await visitor("ben", []);
    const token = await ben.token("read");
    const changed = await ask<OutputOf<"changePerson">>(world, admin, `PATCH /people/${ben.human.id}`, {
      body: { roles: ["approver"], seesBodies: false },
    });
    expect(changed.body).toMatchObject({ roles: ["viewer", "approver"], seesBodies: false });
    expect((await get<OutputOf<"me">>("/me", ben)).rights).not.toContain("see_bodies");
    await post(`POST /people/${ben.human.id}/disable`, { reason: "left" });
    expect((await ask(world, ben, "GET /me")).status).toBe(401);
    expect((await ask(world, token, "GET /me")).status).toBe(401);
    expect((await post<OutputOf<"enablePerson">>(`POST /people/${ben.human.id}/enable`)).body.state).toBe("active");
    expect((await ask(world, token, "GET /me")).status).toBe(401);
  });

  it("keep an admin", async () => {
    const before = await latest();
    const { status, body } = await post(`POST /people/${admin.human.id}/disable`, { reason: "x" });
    expect({ status, code: body.code }).toEqual({ status: 409, code: "LAST_ADMIN" });
    expect(await kindsSince(before)).toEqual([]);
  });

  it("are named to everybody, and listed only to those who manage them", async () => {
    const { items } = await get<OutputOf<"listNames">>("/people/names", vera);
    expect(items).toContainEqual({ id: admin.human.id, name: "adam", active: true, approver: false });
    expect((await ask(world, vera, "GET /people")).body.code).toBe("FORBIDDEN");
  });
});

describe("one's own account", () => {
  it("lists sessions and ends them", async () => {
    const cleo = await visitor("cleo", []);
    const { items } = await get<OutputOf<"listSessions">>("/account/sessions", cleo);
    expect(items).toMatchObject([{ current: true, id: cleo.sessionHash }]);
    const other = await visitor("otto", []);
    expect(
      (await post<OutputOf<"endSession">>(`POST /account/sessions/${other.sessionHash}/end`, {}, cleo)).body.ended,
    ).toBe(0);
    expect((await post<OutputOf<"endSessions">>("POST /account/sessions/end", {}, cleo)).body.ended).toBe(1);
    expect((await ask(world, cleo, "GET /me")).status).toBe(401);
    expect((await ask(world, other, "GET /me")).status).toBe(200);
  });

  it("makes access tokens that do no more than their owner may, and revokes them", async () => {
    const dan = await visitor("dan", ["approver"]);
    const { body } = await post<OutputOf<"makeAccessToken">>(
      "POST /account/tokens",
      { name: "ci", rights: ["read", "operate"], days: 7 },
      dan,
    );
    expect((await ask<OutputOf<"me">>(world, body.token, "GET /me")).body.token).toMatchObject({
      name: "ci",
      rights: ["read", "operate"],
    });
    const listed = await get<OutputOf<"listAccessTokens">>("/account/tokens", dan);
    expect(JSON.stringify(listed)).not.toContain(body.token);
    await ask(world, dan, `DELETE /account/tokens/${body.row.id}`);
    expect((await ask(world, body.token, "GET /me")).status).toBe(401);
    const tooLong = await post("POST /account/tokens", { name: "ci", rights: ["review"], days: 31 }, dan);
    expect(tooLong.body.errors?.[0]?.path).toBe("days");
    expect((await post("POST /account/tokens", { name: "ci", rights: ["operate"], days: 1 }, vera)).body.code).toBe(
      "FORBIDDEN",
    );
  });

  it("says which password is wrong, and repeats neither", async () => {
    const { body } = await post("POST /account/password", { current: CANARY, next: `${CANARY}-and-a-long-one` });
    expect(body.errors?.[0]?.path).toBe("current");
    expect(JSON.stringify(body)).not.toContain(CANARY);
  });
});

describe("the house", () => {
  it("is described to everybody, and how it runs only to admins", async () => {
    const forAdmin = await get<OutputOf<"settings">>("/settings");
    expect(forAdmin.system?.database).toMatchObject({ kind: "given" });
    expect(await get<OutputOf<"settings">>("/settings", vera)).toMatchObject({
      version: "test",
      publicUrl: world.url,
      system: null,
    });
  });

  it("is written as a configuration file for admins", async () => {
    const { yaml } = await get<OutputOf<"exportConfig">>("/config");
    expect(yaml).toContain("rules:");
    expect((await ask(world, vera, "GET /config")).body.code).toBe("FORBIDDEN");
  });
});
