import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exportConfig } from "../../../lib/config/index";
import { addChannel, disableChannel, listChannels } from "../../../lib/notify/index";
import type { NewChannel } from "../../../lib/notify/schema";
import { apply, eachInItsOwnHouse, kindsSince, latest, makePageAdmin, PEOPLE, SECRETS } from "./applying";

eachInItsOwnHouse();

const OWN = {
  MAIL_PASSWORD: "canary-smtp-0123456789",
  ROOM_URL: "https://127.0.0.1:9/services/canary-path-0123456789",
  SIEM_URL: "https://127.0.0.1:9/canary-siem-0123456789",
  SIEM_SECRET: `whsec_${Buffer.from("canary-secret-of-32-bytes-012345").toString("base64")}`,
};
const ENVIRONMENT = { ...SECRETS, ...OWN };
const MAIL =
  "mail: { email: { host: 127.0.0.1, port: 2525, tls: none, user: c, password: env:MAIL_PASSWORD, from: c@example.com } }";
const ROOM = "room: { slack: { url: env:ROOM_URL }, from: write, timeZone: Europe/Berlin }";
const SIEM = "siem: { webhook: { url: env:SIEM_URL, secret: env:SIEM_SECRET }, events: [pending] }";
const file = (...channels: string[]) =>
  `${PEOPLE}${channels.length > 0 ? `channels:\n  ${channels.join("\n  ")}\n` : ""}`;

const room = (over: object = {}): NewChannel => ({
  kind: "slack",
  url: OWN.ROOM_URL,
  from: "write",
  events: ["pending", "decided", "ended"],
  timeZone: "Europe/Berlin",
  ...over,
});

describe("a file with channels", () => {
  it("makes them, and applied again changes and writes nothing", async () => {
    const { changes } = await apply(file(MAIL, ROOM, SIEM), ENVIRONMENT);
    expect(changes).toEqual(expect.arrayContaining(["channel mail was added", "channel room was added"]));
    expect((await listChannels()).map(({ name, source }) => `${name} ${source}`)).toEqual([
      "mail config",
      "room config",
      "siem config",
    ]);
    const seq = await latest();
    expect((await apply(file(MAIL, ROOM, SIEM), ENVIRONMENT)).changes).toEqual([]);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("changes what it says otherwise, a secret too", async () => {
    await apply(file(MAIL, ROOM), ENVIRONMENT);
    const { changes } = await apply(file(MAIL, ROOM.replace("write", "read")), {
      ...ENVIRONMENT,
      MAIL_PASSWORD: "another",
    });
    expect(changes).toEqual(["channel mail was changed", "channel room was changed"]);
  });

  it("switches off what it no longer declares, and on again when it does; what a person switched off stays off", async () => {
    await apply(file(MAIL, ROOM), ENVIRONMENT);
    const { changes } = await apply(file(MAIL), ENVIRONMENT);
    expect(changes).toEqual(["channel room was switched off: the file no longer declares it"]);
    expect(await listChannels()).toContainEqual(
      expect.objectContaining({ name: "room", state: "off", source: "page" }),
    );
    expect((await apply(file(MAIL, ROOM), ENVIRONMENT)).changes).toEqual(["channel room was switched on again"]);
    const admin = await makePageAdmin();
    const [mail] = await listChannels();
    await disableChannel(admin.human, mail?.id ?? "", "It is broken.");
    expect((await apply(file(MAIL, ROOM), ENVIRONMENT)).changes).toEqual([]);
    expect((await listChannels())[0]).toMatchObject({ name: "mail", state: "off" });
  });

  it("takes over a channel of the page that leads to the same place, and refuses another with its line", async () => {
    const admin = await makePageAdmin();
    await addChannel(admin.human, { name: "room", settings: room() });
    expect((await apply(file(ROOM), ENVIRONMENT)).changes).toContain(
      "channel room, made on the page, now belongs to the file",
    );
    await addChannel(admin.human, { name: "siem", settings: room({ url: "https://127.0.0.1:8/x" }) });
    await expect(apply(file(ROOM, SIEM), ENVIRONMENT)).rejects.toThrow(
      /channels\.siem: There is a channel called siem of another kind/,
    );
    await addChannel(admin.human, { name: "other", settings: room({ url: "https://127.0.0.1:8/x" }) });
    const other = ROOM.replace("room", "other");
    await expect(apply(file(ROOM, other), ENVIRONMENT)).rejects.toThrow(/channels\.other: .* leads elsewhere/);
  });

  it("tells by its rules only who and what is there", async () => {
    const rules = (tell: string) => `${file(ROOM, MAIL)}rules: [{ name: r, priority: 5, tell: ${tell} }]\n`;
    await apply(rules("[approvers, sam@example.com, channel:room]"), ENVIRONMENT);
    for (const [tell, says] of [
      ["[nobody@example.com]", /rules\[0\]\.tell\[0\]: There is no nobody@example\.com here/],
      ["[approvers, jane@example.com]", /tell\[1\]: jane@example\.com is no approver/],
      ["[channel:rom]", /tell\[0\]: There is no channel called rom\. Did you mean room\?/],
      ["[channel:mail]", /tell\[0\]: The channel mail sends mail to people/],
    ] as const)
      await expect(apply(rules(tell), ENVIRONMENT)).rejects.toThrow(says);
  });
});

describe("an export", () => {
  it("with channels holds no secret, and read back changes nothing", async () => {
    await apply(file(MAIL, ROOM, SIEM), ENVIRONMENT);
    const { yaml, variables } = await exportConfig();
    expect(variables).toEqual(expect.arrayContaining(["MAIL_PASSWORD", "ROOM_URL", "SIEM_URL", "SIEM_SECRET"]));
    for (const secret of Object.values(OWN)) expect(yaml).not.toContain(secret);
    expect(parse(yaml).channels.room).toMatchObject({ slack: { url: "env:ROOM_URL" }, from: "write" });
    // What was made at the first start now belongs to the file; nothing else does anything.
    expect((await apply(yaml, ENVIRONMENT)).changes).toEqual([
      "rule default, made on the page, now belongs to the file",
    ]);
    const seq = await latest();
    expect((await apply(yaml, ENVIRONMENT)).changes).toEqual([]);
    expect(await kindsSince(seq)).toEqual([]);
  });
});
