import { describe, expect, it } from "vitest";
import {
  type ChannelDraft,
  checkChanged,
  checkNew,
  draftOfChannel,
  emptyChannel,
  withTls,
} from "../../../../components/channels/channel-draft";
import type { ChannelRow } from "../../../../lib/api/schema";
import type { ChannelSettings } from "../../../../lib/notify/schema";

const draft = (over: Partial<ChannelDraft>): ChannelDraft => ({ ...emptyChannel("Europe/Berlin"), name: "a", ...over });
const MAIL = { host: "smtp.example.com", sender: "a@example.com" };
const row = (settings: ChannelSettings, secrets: ChannelRow["secrets"]): ChannelRow => ({
  id: "0193a3a0-0000-7000-8000-000000000001",
  name: "a",
  kind: settings.kind,
  state: "on",
  offReason: null,
  settings,
  secrets,
  source: "page",
  createdAt: "2026-11-26T12:00:00.000Z",
  updatedAt: "2026-11-26T12:00:00.000Z",
  last: null,
  waiting: 0,
  failed: 0,
});
const fieldsOf = (checked: object) => ("errors" in checked ? Object.keys(checked.errors as object) : []);

describe("a channel in the form", () => {
  it("is what is sent, without what is empty", () => {
    expect(checkNew(draft(MAIL))).toEqual({
      input: {
        name: "a",
        settings: {
          kind: "email",
          host: "smtp.example.com",
          port: 587,
          tls: "starttls",
          user: "",
          from: "a@example.com",
        },
      },
    });
    expect(checkNew(draft({ kind: "webhook", url: " https://x.example/h ", from: "write" }))).toMatchObject({
      input: { settings: { kind: "webhook", url: "https://x.example/h", from: "write", timeZone: "Europe/Berlin" } },
    });
  });

  it.each<[string, Partial<ChannelDraft>, string[]]>([
    ["an empty mail server", { sender: "a@example.com" }, ["settings.host"]],
    ["a port that is none", { ...MAIL, port: "x" }, ["settings.port"]],
    ["a user without a password", { ...MAIL, user: "c" }, ["settings.password"]],
    ["a password in the clear", { ...MAIL, user: "c", password: "p", tls: "none" }, ["settings.tls"]],
    ["a room without an address", { kind: "slack" }, ["settings.url"]],
    ["a secret of another form", { kind: "webhook", url: "https://x.example", secret: "x" }, ["settings.secret"]],
    ["a name with a space", { ...MAIL, name: "a b" }, ["name"]],
  ])("says at its field what is wrong: %s", (_, over, fields) => {
    expect(fieldsOf(checkNew(draft(over)))).toEqual(fields);
  });

  it("keeps the secrets that a change leaves empty, and takes the password away with its user", () => {
    const mail = row(
      { kind: "email", host: "smtp.example.com", port: 465, tls: "implicit", user: "c", from: "a@example.com" },
      ["password"],
    );
    const begun = draftOfChannel(mail);
    const kept = checkChanged(mail, begun);
    expect(kept).toMatchObject({ input: { settings: { user: "c" } } });
    expect(JSON.stringify(kept)).not.toContain("password");
    expect(checkChanged(mail, { ...begun, user: "" })).toMatchObject({ input: { settings: { password: null } } });
    const room = row({ kind: "slack", origin: "https://x.example", from: null, events: ["pending"], timeZone: "UTC" }, [
      "url",
    ]);
    expect(checkChanged(room, draftOfChannel(room))).toEqual({
      input: { id: room.id, settings: { kind: "slack", from: null, events: ["pending"], timeZone: "UTC" } },
    });
  });

  it("takes the usual port of another way to secure it, but leaves one that somebody set", () => {
    expect(withTls(draft({}), "implicit")).toEqual({ tls: "implicit", port: "465" });
    expect(withTls(draft({ port: "2525" }), "none")).toEqual({ tls: "none" });
  });
});
