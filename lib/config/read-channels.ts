import { isAppError } from "../base/index";
import { checkChannel } from "../notify/index";
import { channelNameSchema, type NewChannel, TOLD_EVENTS } from "../notify/schema";
import type { DeclaredChannel } from "./config";
import type { Path } from "./problem";
import type { Reader } from "./reader";
import { type ChannelEntry, channelEntrySchema } from "./schema";

/** Reads the channels of the file. */
export function readChannels(reader: Reader, section: Readonly<Record<string, unknown>>): DeclaredChannel[] {
  return Object.entries(section).flatMap(([name, value]) => {
    const path = ["channels", name];
    const named = reader.entry(channelNameSchema, name, path);
    const entry = reader.entry(channelEntrySchema, value, path);
    const settings = entry && readSettings(reader, entry, path);
    if (!named || !settings) return [];
    check(reader, settings, path);
    return [{ path, name: named, settings }];
  });
}

/** The ports on which mail servers take messages from programs. */
const PORTS = { starttls: 587, implicit: 465, none: 25 } as const;

function readSettings(reader: Reader, entry: ChannelEntry, path: Path): NewChannel | null {
  const { email, slack, teams, webhook, from = null, events = [...TOLD_EVENTS], timeZone = "UTC" } = entry;
  const room = { from: from === "nothing" ? null : from, events, timeZone };
  if (email) {
    const { password: reference, tls = "starttls", port = PORTS[tls], ...rest } = email;
    const password = reference === undefined ? undefined : reader.secret(reference, [...path, "email", "password"]);
    return password === null ? null : { kind: "email", ...rest, tls, port, user: rest.user ?? "", password };
  }
  const [kind, given] = slack ? (["slack", slack] as const) : (["teams", teams] as const);
  if (given) {
    const url = reader.secret(given.url, [...path, kind, "url"]);
    return url === null ? null : { kind, url, ...room };
  }
  if (!webhook) return null;
  const isReference = webhook.url.startsWith("env:");
  const url = isReference ? reader.secret(webhook.url, [...path, "webhook", "url"]) : webhook.url;
  const secret = reader.secret(webhook.secret, [...path, "webhook", "secret"]);
  return url === null || secret === null ? null : { kind: "webhook", url, secret, ...room };
}

/** What is wrong between the fields, at the line of the one that it is about. */
function check(reader: Reader, settings: NewChannel, path: Path): void {
  try {
    checkChannel(settings);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const field = String(error.detail?.field ?? "").replace(/^settings\./, "");
    const inside = ["from", "events", "timeZone"].includes(field) && settings.kind !== "email";
    reader.refuse(inside ? [...path, field] : [...path, settings.kind, field], error.message);
  }
}
