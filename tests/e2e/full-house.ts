import { expect, type Page } from "@playwright/test";
import type { EnrolmentOptions } from "../../lib/identity/schema";
import { makePasskey } from "../fakes/passkey";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, comeInBy } from "./person";
import { newPassword } from "./product";

/** Where to find one of each thing that a page can show. */
export type House = {
  approvals: { start: string; write: string; destructive: string; decided: string };
  tasks: { requested: string; running: string; paused: string; revoked: string };
  agents: { writer: string; disabled: string };
  servers: { files: string; drifted: string; down: string };
  rules: { usual: string; night: string };
  /** The number of the entry of a held call. */
  entry: string;
  clients: SdkClient[];
  upstreams: FakeUpstream[];
};

type Made = { id: string };
type Item = Made & { kind: string; verb: unknown; digest: string; task: Made };

/** Everything that a model could write to mislead whoever reads it, and more of it than fits. */
const HOSTILE = {
  path: "/etc/\u202Egpj.exe",
  note: "zero\u200Bwidth, <img src=x onerror=alert(1)> and a word of one hundred letters ".concat("x".repeat(100)),
  nested: { list: [1, 2, { deep: [true, null, "…"] }], empty: {} },
  text: "A long text. ".repeat(200),
};

/** Fills a house in which one person has just begun: everything there is, in every state that a page tells apart. */
export async function fillHouse(jane: Page, sam: Page): Promise<House> {
  const ownerId = await invitePeople(jane, sam);
  const upstreams = [await startUpstream(), await startUpstream()];
  const servers = await addServers(jane, upstreams);
  await enrolPasskeys(jane);
  await signDestructive(jane);
  const agents = await registerAgents(jane, ownerId);
  const clients: SdkClient[] = [];
  const begin = async (agent: Agent) => {
    const client = await SDK_CLIENTS["SDK v2"](agent.url, { key: agent.value });
    clients.push(client);
    void client.call("echo", { message: "May I begin?" }).catch(() => {}); // ends with the client, at the latest
    const start = await waiting(jane, (item) => item.kind === "start" && item.task.id !== requested?.task.id);
    return { client, start };
  };
  let requested: Item | undefined;
  requested = (await begin(agents.clerk)).start;
  const paused = await begin(agents.sleeper);
  await approve(jane, paused.start);
  const revoked = await begin(agents.goner);
  await approve(jane, revoked.start);
  await ask(jane, `POST /tasks/${revoked.start.task.id}/revoke`, { reason: "It went astray." });
  const running = await begin(agents.writer);
  await approve(jane, running.start);
  await running.client.call("echo", { message: "I read." });
  await running.client.call("read-what-is-not-there", {}).catch(() => {}); // out of its scope: denied
  void running.client.call("write-file", HOSTILE).catch(() => {});
  const write = await waiting(jane, (item) => item.kind === "call");
  void running.client.call("delete-all", {}).catch(() => {});
  const destructive = await waiting(jane, (item) => item.kind === "call" && item.id !== write.id);
  const rules = await makeRules(jane);
  await addChannels(jane);
  await drift(jane, servers.drifted, upstreams[1]);
  await ask(jane, `POST /agents/${agents.retired.id}/disable`, { reason: "Nobody needs it any more." });
  const held = await ask<{ items: { seq: string }[] }>(jane, "GET /log?kind=call.held&order=newest");
  await expect
    .poll(async () => (await ask<{ state: string }>(jane, `GET /tasks/${paused.start.task.id}`)).state, {
      timeout: 20_000,
    })
    .toBe("paused");
  return {
    approvals: { start: requested.id, write: write.id, destructive: destructive.id, decided: running.start.id },
    tasks: {
      requested: requested.task.id,
      running: running.start.task.id,
      paused: paused.start.task.id,
      revoked: revoked.start.task.id,
    },
    agents: { writer: agents.writer.id, disabled: agents.retired.id },
    servers,
    rules,
    entry: held.items[0]?.seq ?? "",
    clients,
    upstreams,
  };
}

/** Sam owns the agents, so that Jane may decide; Vera is disabled; Uma has not come yet. */
async function invitePeople(jane: Page, sam: Page): Promise<string> {
  const invite = (name: string, roles: string[]) =>
    ask<{ url: string }>(jane, "POST /people/invitations", { email: `${name}@example.com`, name, roles });
  await comeInBy(sam, (await invite("Sam", ["approver"])).url, { password: newPassword() });
  const { person } = await ask<{ person: Made }>(sam, "GET /me");
  await sam.goto("about:blank"); // an open page would notice, and go to the sign-in page
  await sam.context().clearCookies();
  await comeInBy(sam, (await invite("Vera", [])).url, { password: newPassword() });
  const { person: vera } = await ask<{ person: Made }>(sam, "GET /me");
  await ask(jane, `POST /people/${vera.id}/disable`, { reason: "On leave." });
  await invite("Uma", ["auditor"]);
  const { person: me } = await ask<{ person: Made }>(jane, "GET /me");
  await ask(jane, `PATCH /people/${me.id}`, { roles: ["admin", "approver", "auditor"] });
  await ask(jane, "POST /account/tokens", { name: "nightly export", rights: ["read"], days: 30 });
  return person.id;
}

/** Two passkeys, one of them revoked. */
async function enrolPasskeys(jane: Page): Promise<void> {
  const { origin } = new URL(jane.url());
  const enrol = async (name: string, synced: boolean) => {
    const { id, options } = await ask<Made & { options: EnrolmentOptions }>(jane, "POST /account/passkeys/enrolments");
    const attestation = makePasskey({ synced }).enrol(options, origin);
    return ask<Made>(jane, "POST /account/passkeys", { enrolment: id, name, attestation });
  };
  const lost = await enrol("a key with a name as long as a name may be, so that it has to go somewhere", true);
  await ask(jane, `POST /account/passkeys/${lost.id}/revoke`, { reason: "Lost on the train." });
  await enrol("work laptop", false);
}

/** What destroys is signed from now on. */
async function signDestructive(jane: Page): Promise<void> {
  const { items } = await ask<{ items: (Made & { version: number })[] }>(jane, "GET /rules");
  const [usual] = items;
  const { versions } = await ask<{ versions: { body: { sign: object } }[] }>(jane, `GET /rules/${usual?.id}`);
  const body = { ...versions[0]?.body, sign: { ...versions[0]?.body.sign, destructive: "passkey" } };
  await ask(jane, `PUT /rules/${usual?.id}`, { body, expectedVersion: usual?.version, reason: "Signed from now on." });
}

async function addServers(jane: Page, [first, second]: FakeUpstream[]): Promise<House["servers"]> {
  const add = (name: string, url: string | undefined, more: object = {}) =>
    ask<Made>(jane, "POST /servers", { name, url, ...more });
  const files = await add("files", first?.url, { credential: { header: "X-Api-Key", value: newPassword() } });
  const drifted = await add("drifted", second?.url);
  const down = await add("down", "http://127.0.0.1:9/mcp");
  await ask(jane, `POST /servers/${down.id}/disable`, { reason: "It never answers." });
  const { inventory } = await ask<{ inventory: { name: string; proposedClass: string }[] }>(
    jane,
    `GET /servers/${files.id}`,
  );
  const tools = inventory.map(({ name, proposedClass }) => ({ tool: name, class: proposedClass }));
  await ask(jane, `POST /servers/${files.id}/classes`, { tools });
  return { files: files.id, drifted: drifted.id, down: down.id };
}

/** Mail that nobody takes, a program that is not there, and a room that is switched off. */
async function addChannels(jane: Page): Promise<void> {
  const room = { from: "read", events: ["pending", "decided", "ended"], timeZone: "Europe/Berlin" };
  const add = (name: string, settings: object) => ask<{ channel: Made }>(jane, "POST /channels", { name, settings });
  await add("mail", { kind: "email", host: "127.0.0.1", port: 9, tls: "none", user: "", from: "a@example.com" });
  await add("siem", { kind: "webhook", url: "http://127.0.0.1:9/hook", ...room });
  const { channel } = await add("room", { kind: "slack", url: "http://127.0.0.1:9/hook", ...room, from: null });
  await ask(jane, `POST /channels/${channel.id}/disable`, { reason: "The room was archived." });
}

async function drift(jane: Page, id: string, upstream: FakeUpstream | undefined): Promise<void> {
  if (!upstream) return;
  upstream.state.tools = upstream.state.tools.map((tool) =>
    tool.name === "echo" ? { ...tool, description: "Says it again, and <b>tells</b> a friend" } : tool,
  );
  await ask(jane, `POST /servers/${id}/test`);
}

type Agent = Made & { value: string; url: string };

async function registerAgents(jane: Page, ownerId: string) {
  const register = async (name: string, purpose: string, more: object = {}): Promise<Agent> => {
    const scope = [{ server: "files", tools: ["echo", "write-file", "delete-all"] }];
    const made = await ask<{ agent: Made; value: string; addresses: { url: string }[] }>(jane, "POST /agents", {
      name,
      ownerId,
      note: "Runs in the cellar.",
      credential: "key",
      charter: { purpose, scope, ...more },
    });
    return { id: made.agent.id, value: made.value, url: made.addresses[0]?.url ?? "" };
  };
  return {
    clerk: await register("clerk", "File the letters of the week"),
    sleeper: await register("sleeper", "Look in once in a while", { ttl: { idleSeconds: 1 } }),
    goner: await register("goner", "Tidy the archive up"),
    writer: await register("writer", "Write the report of the month, with figures, for everybody who asked for it"),
    retired: await register("retired", "Count the paperclips"),
  };
}

/** Two rules, one with two versions; the usual one tighter than what running tasks hold. */
async function makeRules(jane: Page): Promise<House["rules"]> {
  const { items } = await ask<{ items: (Made & { version: number })[] }>(jane, "GET /rules");
  const [usual] = items;
  const { versions } = await ask<{ versions: { body: object }[] }>(jane, `GET /rules/${usual?.id}`);
  const body = { ...versions[0]?.body };
  await ask(jane, `PUT /rules/${usual?.id}`, {
    body: { ...body, leaseSeconds: 1800, endSeconds: 7200 },
    expectedVersion: usual?.version,
    reason: "Shorter days.",
  });
  const night = await ask<{ rule: Made }>(jane, "POST /rules", {
    body: { ...body, name: "night", priority: 20, match: { agent: "night-*" }, start: "automatic" },
    reason: "",
  });
  return { usual: usual?.id ?? "", night: night.rule.id };
}

async function waiting(page: Page, fits: (item: Item) => boolean): Promise<Item> {
  let found: Item | undefined;
  await expect
    .poll(async () => {
      found = (await ask<{ items: Item[] }>(page, "GET /approvals?view=mine")).items.find(fits);
      return found !== undefined;
    })
    .toBe(true);
  return found as Item; // polled until it is there
}

async function approve(page: Page, { id, digest }: Item): Promise<void> {
  const { rendering } = await ask<{ rendering: { digest: string } }>(page, `GET /approvals/${id}`);
  await ask(page, `POST /approvals/${id}/reviews`, { answer: "approve", digest, rendering: rendering.digest });
}
