import { beforeAll, describe, expect, it } from "vitest";
import { listEntries } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import {
  addChannel,
  changeChannel,
  choose,
  disableChannel,
  listChannels,
  readTold,
  refuseUnknownTold,
  removeChannel,
} from "../../../lib/notify/index";
import type { NewChannel } from "../../../lib/notify/schema";
import { readChannel } from "../../../lib/notify/store";
import { ensureDefaultRule, saveRule } from "../../../lib/policy/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { canariesIn, readTables } from "../../setup/canaries";
import { makePerson } from "../../setup/house";
import { type NotifyWorld, openNotifyWorld } from "./world";

const CANARIES = {
  password: "canary-password-8812",
  url: "https://127.0.0.1:9/services/T000/canary-path-4471",
  secret: `whsec_${Buffer.from("canary-signing-secret-of-32-bytes").toString("base64")}`,
};
const MAIL: NewChannel = {
  kind: "email",
  host: "127.0.0.1",
  port: 2525,
  tls: "none",
  user: "countersign",
  password: CANARIES.password,
  from: "countersign@example.com",
};
const ROOM = { from: "write", events: ["pending", "decided"], timeZone: "Europe/Berlin" } as const;
const webhook = (over: object = {}): NewChannel => ({
  kind: "webhook",
  url: CANARIES.url,
  secret: CANARIES.secret,
  ...ROOM,
  events: [...ROOM.events],
  ...over,
});

let world: NotifyWorld;
let human: { id: string };
beforeAll(async () => {
  world = await openNotifyWorld();
  await ensureDefaultRule();
  human = world.admin.human;
});

const kinds = async () => (await listEntries({}, 1000, "oldest")).map(({ kind }) => kind);
const counted = async () => [(await listChannels()).length, (await kinds()).length];

describe("a channel", () => {
  it("is added, changed, switched off and removed, each with its entry, and no secret leaves the seal", async () => {
    const mail = await addChannel(human, { name: "mail", settings: MAIL });
    expect(mail).toMatchObject({
      channel: { kind: "email", state: "on", secrets: ["password"], source: "page" },
      secret: null,
    });
    const hook = await addChannel(human, { name: "siem", settings: webhook() });
    expect(hook).toMatchObject({ secret: CANARIES.secret, channel: { secrets: ["url", "secret"] } });
    expect(hook.channel.settings).toEqual({ kind: "webhook", origin: "https://127.0.0.1:9", ...ROOM });
    await changeChannel(human, hook.channel.id, { kind: "webhook", ...ROOM, events: ["pending"], from: null });
    await disableChannel(human, hook.channel.id, "for a test");
    expect(canariesIn(JSON.stringify(await listChannels()), CANARIES)).toEqual([]);
    for (const [table, text] of Object.entries(await readTables()))
      expect({ table, found: canariesIn(text, CANARIES) }).toEqual({ table, found: [] });
    await removeChannel(human, hook.channel.id);
    expect((await listChannels()).map(({ name }) => name)).toEqual(["mail"]);
    expect((await kinds()).filter((kind) => kind.startsWith("channel."))).toEqual([
      "channel.added",
      "channel.added",
      "channel.changed",
      "channel.disabled",
      "channel.removed",
    ]);
  });

  it("keeps the secret that a change leaves out, and says which one was replaced, never what it is", async () => {
    const { channel } = await addChannel(human, { name: "keeps", settings: webhook() });
    const same = await changeChannel(human, channel.id, { kind: "webhook", ...ROOM, events: [...ROOM.events] });
    expect(same.secret).toBeNull();
    const before = await kinds();
    const other = await changeChannel(human, channel.id, {
      kind: "webhook",
      url: "https://127.0.0.1:8/canary-path-4471",
      ...ROOM,
      events: [...ROOM.events],
    });
    expect(other.channel.settings).toMatchObject({ origin: "https://127.0.0.1:8" });
    expect((await kinds()).slice(before.length)).toEqual(["channel.changed"]);
    const [entry] = await listEntries({ kinds: ["channel.changed"] }, 1, "newest");
    expect(entry?.facts).toMatchObject({ after: { secrets: ["url"] } });
  });

  it("that says the same again writes nothing", async () => {
    const { channel } = await addChannel(human, { name: "same", settings: MAIL });
    const before = await kinds();
    await changeChannel(human, channel.id, MAIL);
    expect(await kinds()).toEqual(before);
  });

  it("never sends a password to another server than it was set for", async () => {
    const { channel } = await addChannel(human, { name: "moves", settings: MAIL });
    const { password: _, ...settings } = MAIL;
    const before = await kinds();
    await expect(changeChannel(human, channel.id, { ...settings, host: "localhost" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      detail: { field: "settings.password" },
    });
    expect(await kinds()).toEqual(before);
    await changeChannel(human, channel.id, { ...settings, host: "localhost", password: null, user: "" });
    expect((await listChannels()).find(({ name }) => name === "moves")?.secrets).toEqual([]);
  });

  it("of the configuration file is not changed or removed on the page, but may be switched off", async () => {
    const { channel } = await addChannel(null, { name: "declared", settings: MAIL });
    await expect(changeChannel(human, channel.id, MAIL)).rejects.toMatchObject({ code: "CONFIG_OWNED" });
    await expect(removeChannel(human, channel.id)).rejects.toMatchObject({ code: "CONFIG_OWNED" });
    expect((await disableChannel(human, channel.id, "broken")).state).toBe("off");
  });

  it("that a rule tells is not removed before the rule says otherwise", async () => {
    const { channel } = await addChannel(human, { name: "told-by-rule", settings: webhook() });
    const { id, version } = await db().rule.findUniqueOrThrow({ where: { name: "default" } });
    const body = { ...DEFAULT_RULE, tell: ["channel:told-by-rule"] };
    await saveRule(human, { id, body, expectedVersion: version });
    await expect(removeChannel(human, channel.id)).rejects.toThrow("Rule default tell");
    await saveRule(human, { id, body: DEFAULT_RULE, expectedVersion: version + 1 });
    await removeChannel(human, channel.id);
  });

  it("whose secret was moved to another's row does not open there", async () => {
    const one = await addChannel(human, { name: "one", settings: webhook() });
    const two = await addChannel(human, { name: "two", settings: webhook({ url: "https://127.0.0.1:7/" }) });
    const sealed = (await readChannel(one.channel.id))?.sealed ?? {};
    await db().channel.update({ where: { id: two.channel.id }, data: { sealed } });
    const { openSecrets } = await import("../../../lib/notify/secrets");
    expect(() => openSecrets(two.channel.id, sealed)).toThrow("Set it again");
  });
});

describe("what is given for a channel", () => {
  it.each<[string, NewChannel, string]>([
    ["a name that is taken", MAIL, "name"],
    ["a password without a user", { ...MAIL, user: "" }, "settings.user"],
    ["a user without a password", { ...MAIL, password: undefined }, "settings.password"],
    ["a password in the clear", { ...MAIL, host: "mail.example.com" }, "settings.tls"],
    [
      "a room's address in the clear",
      { kind: "slack", url: "http://hooks.example.com/x", ...ROOM, events: [] },
      "settings.url",
    ],
    ["no address", { kind: "slack", url: "hooks.example.com", ...ROOM, events: [] }, "settings.url"],
    [
      "a retired connector of Teams",
      { kind: "teams", url: "https://acme.webhook.office.com/webhookb2/x", ...ROOM, events: [] },
      "settings.url",
    ],
  ])("is refused at its field: %s", async (what, settings, field) => {
    const before = await counted();
    const name = what === "a name that is taken" ? "mail" : `new-${newId().slice(-8)}`;
    await expect(addChannel(human, { name, settings })).rejects.toMatchObject({ detail: { field } });
    expect(await counted()).toEqual(before);
  });
});

describe("where somebody is told", () => {
  it("is theirs to choose, among the channels that there are, with an entry about them", async () => {
    const { human: person } = await makePerson(["viewer", "approver"]);
    expect(await readTold(person.id)).toMatchObject({ chosen: false, choice: { events: ["pending"] } });
    const [channel] = await listChannels();
    const channelIds = [channel?.id ?? ""];
    const told = await choose(person, { channelIds, events: ["pending", "ended"], timeZone: "Asia/Tokyo" });
    expect(told).toMatchObject({
      chosen: true,
      choice: { channelIds, events: ["pending", "ended"], timeZone: "Asia/Tokyo" },
    });
    const [entry] = await listEntries({ kinds: ["human.notifications_set"] }, 1, "newest");
    expect(entry).toMatchObject({ humanId: person.id, facts: { channels: [channel?.name] } });
    await expect(choose(person, { channelIds: [newId()], events: [], timeZone: "UTC" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it("loses a channel that is removed", async () => {
    const { human: person } = await makePerson(["viewer", "approver"]);
    const { channel } = await addChannel(human, { name: "short-lived", settings: webhook() });
    await choose(person, { channelIds: [channel.id], events: ["pending"], timeZone: "UTC" });
    await removeChannel(human, channel.id);
    expect((await readTold(person.id)).choice.channelIds).toEqual([]);
  });
});

describe("whom a rule tells", () => {
  it("is somebody who is here, or a room that is there", async () => {
    await addChannel(human, { name: "room", settings: webhook() });
    await refuseUnknownTold(["approvers", world.sam.human.email, "channel:room"]);
    for (const [told, says] of [
      ["nobody@example.com", "There is no nobody@example.com here."],
      [world.admin.human.email, "is no approver"],
      ["channel:nowhere", "There is no channel nowhere."],
      ["channel:mail", "sends mail to people"],
    ] as const)
      await expect(refuseUnknownTold([told])).rejects.toThrow(says);
  });
});
