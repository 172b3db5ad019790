import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { type Notifier, startNotifier } from "../../../lib/notify/index";
import { makeHold } from "../../factories/holds";
import { makeRunningTask } from "../../factories/tasks";
import { startReceiver } from "../../fakes/receiver";
import { atEnd } from "../../setup/clean-up";
import { ask, kindsSince, latest, openWorld, type Refusal, type Visitor, visitor, type World } from "./world";

const CANARY = "canary-secret-path-4471";

let world: World;
let notifier: Notifier | undefined;
let admin: Visitor;
let sam: Visitor;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  world = await openWorld((entries) => notifier?.follow(entries));
  notifier = startNotifier(() => world.tail.position());
  atEnd(() => notifier?.stop());
  admin = await visitor("adam", ["admin"]);
  sam = await visitor("sam", ["approver"]);
  receiver = await startReceiver();
  atEnd(receiver.stop);
});

const room = (over: object = {}) => ({
  kind: "webhook",
  url: `${receiver.url}/${CANARY}`,
  from: null,
  events: ["pending", "decided"],
  timeZone: "Europe/Berlin",
  ...over,
});
const act = <Body>(line: string, body: object = {}, who: Visitor = admin) =>
  ask<Body & Partial<Refusal>>(world, who, line, { body });
const add = async (name: string, over: object = {}) =>
  (await act<OutputOf<"addChannel">>("POST /channels", { name, settings: room(over) })).body;

describe("channels", () => {
  it("are added, listed, changed, tested, switched and removed, each act with its entry; secrets are told once", async () => {
    const before = await latest();
    const { channel, secret } = await add("room");
    expect(secret).toMatch(/^whsec_/);
    const listed = await ask<OutputOf<"listChannels">>(world, admin, "GET /channels");
    expect(listed.body.items).toMatchObject([{ name: "room", kind: "webhook", state: "on", last: null, waiting: 0 }]);
    expect(JSON.stringify(listed.body)).not.toContain(CANARY);
    const { url: _, ...settings } = room({ from: "write" });
    const changed = await act<OutputOf<"changeChannel">>(`PATCH /channels/${channel.id}`, { settings });
    expect(changed.body).toMatchObject({ secret: null, channel: { settings: { from: "write" } } });
    const tested = await act<OutputOf<"testChannel">>(`POST /channels/${channel.id}/test`);
    expect(tested.body).toMatchObject({ ok: true, said: "HTTP 200: ok" });
    expect((await act(`POST /channels/${channel.id}/disable`, {})).body.code).toBe("INVALID_INPUT");
    const off = await act<OutputOf<"disableChannel">>(`POST /channels/${channel.id}/disable`, { reason: "Moved." });
    expect(off.body).toMatchObject({ state: "off", offReason: "Moved." });
    expect((await act(`POST /channels/${channel.id}/enable`)).body).toMatchObject({ state: "on" });
    expect((await act(`DELETE /channels/${channel.id}`)).body).toEqual({ done: true });
    expect(await kindsSince(before)).toEqual([
      "channel.added",
      "channel.changed",
      "channel.tested",
      "channel.disabled",
      "channel.enabled",
      "channel.removed",
    ]);
  });

  it.each<[string, { name?: string; settings?: object | null }, string]>([
    ["of no known kind", { settings: { kind: "pigeon" } }, "settings.kind"],
    ["without a name", { name: "", settings: null }, "name"],
    ["with a secret of another form", { settings: { secret: "hunter2" } }, "settings.secret"],
    ["in a time zone that does not exist", { settings: { timeZone: "Mars/Olympus" } }, "settings.timeZone"],
    ["in a private network", { settings: { url: "http://10.0.0.1/" } }, "settings.url"],
  ])("%s are refused at their field, and nothing is written", async (_, { name = "new", settings }, path) => {
    const before = await latest();
    const { body } = await act("POST /channels", { name, settings: { ...room(), ...settings } });
    expect(body.errors?.map((error) => error.path)).toContain(path);
    expect(await kindsSince(before)).toEqual([]);
  });

  it("refuse a name that is taken", async () => {
    await add("taken");
    const { status, body } = await act("POST /channels", { name: "taken", settings: room() });
    expect({ status, code: body.code }).toEqual({ status: 409, code: "NAME_TAKEN" });
  });

  it("list their messages page by page, and send one again that failed", async () => {
    const { channel } = await add("busy", { from: "read" });
    const done = (state: string) => db().delivery.count({ where: { channelId: channel.id, state } });
    for (let count = 0; count < 2; count += 1) await makeHold(await makeRunningTask());
    await expect.poll(() => done("sent"), { timeout: 20_000 }).toBe(2);
    receiver.answer = (response) => response.writeHead(410).end();
    await makeHold(await makeRunningTask());
    await expect.poll(() => done("failed"), { timeout: 20_000 }).toBe(1);
    await expect
      .poll(async () => (await ask<OutputOf<"listChannels">>(world, admin, "GET /channels")).body.items)
      .toContainEqual(expect.objectContaining({ name: "busy", state: "off", failed: 1, waiting: 0 }));
    const first = await ask<OutputOf<"listDeliveries">>(world, admin, `GET /channels/${channel.id}/deliveries?limit=2`);
    expect(first.body.items).toHaveLength(2);
    const second = await ask<OutputOf<"listDeliveries">>(
      world,
      admin,
      `GET /channels/${channel.id}/deliveries?limit=2&cursor=${first.body.next}`,
    );
    expect(second.body).toMatchObject({ items: [{ to: null, event: "pending" }] });
    receiver.answer = (response) => response.end("ok");
    await act(`POST /channels/${channel.id}/enable`);
    const failed = [...first.body.items, ...second.body.items].find(({ state }) => state === "failed");
    expect((await act(`POST /deliveries/${failed?.id}/retry`)).body).toEqual({ done: true });
    await expect
      .poll(() => db().delivery.findUnique({ where: { id: failed?.id ?? "" } }), { timeout: 20_000 })
      .toMatchObject({ state: "sent" });
    const { body } = await act(`POST /deliveries/${failed?.id}/retry`);
    expect(body.code).toBe("NOT_FOUND");
    expect((await ask(world, admin, `GET /channels/${newId()}/deliveries`)).body.code).toBe("NOT_FOUND");
  });
});

describe("one's own notifications", () => {
  it("are chosen by each for themselves, with an entry", async () => {
    const { channel } = await add("own");
    const before = await latest();
    const read = await ask<OutputOf<"notifications">>(world, sam, "GET /account/notifications");
    expect(read.body).toMatchObject({ chosen: false });
    expect(read.body.offered.find(({ id }) => id === channel.id)).toEqual({
      id: channel.id,
      name: "own",
      kind: "webhook",
      state: "on",
    });
    const choice = { channelIds: [channel.id], events: ["pending"], timeZone: "Europe/Berlin" };
    const { body } = await act("PUT /account/notifications", choice, sam);
    expect(body).toMatchObject({ chosen: true, choice });
    expect(await kindsSince(before)).toEqual(["human.notifications_set"]);
    const others = await ask<OutputOf<"notifications">>(world, admin, "GET /account/notifications");
    expect(others.body.chosen).toBe(false);
  });

  it("are nothing for an access token to read or to change", async () => {
    const token = await sam.token("read", "operate", "review");
    expect((await ask(world, token, "GET /account/notifications")).body.code).toBe("FORBIDDEN");
    const choice = { channelIds: [], events: [], timeZone: "UTC" };
    expect((await ask(world, token, "PUT /account/notifications", { body: choice })).body.code).toBe("FORBIDDEN");
  });
});

describe("a rule", () => {
  it("that would tell somebody who is not here is refused at the field, and nothing is written", async () => {
    const { items } = (await ask<OutputOf<"listRules">>(world, admin, "GET /rules")).body;
    const rule = items[0];
    if (!rule) throw new Error("there is no rule");
    const detail = (await ask<OutputOf<"rule">>(world, admin, `GET /rules/${rule.id}`)).body;
    const before = await latest();
    const body = { ...detail.versions[0]?.body, tell: ["nobody@example.com"] };
    const answer = await act(`PUT /rules/${rule.id}`, { body, expectedVersion: rule.version, reason: "" });
    expect(answer.body).toMatchObject({ code: "INVALID_INPUT", errors: [{ path: "tell" }] });
    expect(await kindsSince(before)).toEqual([]);
  });
});

describe("the link of a message", () => {
  it("decides nothing, whoever opens it", async () => {
    const hold = await makeHold(await makeRunningTask());
    const before = await latest();
    for (const who of [sam, admin, null]) await ask(world, who, `GET /approvals/${hold.approvalId}`);
    const approval = await db().approval.findUniqueOrThrow({
      where: { id: hold.approvalId },
      include: { reviews: true },
    });
    expect(approval).toMatchObject({ state: "pending", reviews: [] });
    expect(await kindsSince(before)).toEqual([]);
  });
});
