import { Hash, Mail, MessagesSquare, Webhook } from "lucide-react";
import type { ChannelRow } from "@/lib/api/schema";
import type { ChannelKind, MessageEvent, ToldEvent } from "@/lib/notify/schema";
import type { LucideIcon } from "../ui/icon";

/** What each kind of channel is called, and its one icon. */
export const KIND_FACES: Readonly<Record<ChannelKind, { word: string; icon: LucideIcon }>> = {
  email: { word: "E-mail", icon: Mail },
  slack: { word: "Slack", icon: Hash },
  teams: { word: "Teams", icon: MessagesSquare },
  webhook: { word: "Webhook", icon: Webhook },
};

/** What a message was about, in a list. */
export const MESSAGE_WORDS: Readonly<Record<MessageEvent, string>> = {
  pending: "something waits",
  decided: "it was decided",
  ended: "it ended without an answer",
  escalated: "it was put to more people",
  glass: "glass was broken",
  overdue: "nobody judged why glass was broken",
  asked: "a reviewer asked something",
  answered: "a question was answered",
};

/** What people and rooms are told of, as one chooses it. */
export const EVENT_WORDS: Readonly<Record<ToldEvent, { label: string; note: string; short: string }>> = {
  pending: { label: "something waits", note: "an agent asks, and it may be answered", short: "waits" },
  decided: { label: "it was decided", note: "who approved or denied it", short: "decided" },
  ended: {
    label: "it ended without an answer",
    note: "it expired, was withdrawn, or what it asked about has changed",
    short: "ended",
  },
};

export const TLS_WORDS = { starttls: "STARTTLS", implicit: "TLS from the start", none: "no TLS" } as const;

/** Where a channel leads, in a line. The path of a room's address is a secret, so only its beginning is known. */
export function sayWhere({ settings }: Pick<ChannelRow, "settings">): string {
  if (settings.kind !== "email") return `${settings.origin}/…`;
  const { host, port, tls, user, from } = settings;
  return `${host}:${port}, ${TLS_WORDS[tls]}${user === "" ? "" : `, as ${user}`}, from ${from}`;
}

/** Of what is heard there, and by whose wish. */
export function sayHears({ settings }: Pick<ChannelRow, "settings">): string {
  if (settings.kind === "email") return "Reaches each person at their own address.";
  const events = settings.events.map((event) => EVENT_WORDS[event].short).join(", ") || "nothing";
  if (settings.from === null) return `Hears what rules and people send here: ${events}.`;
  const above = settings.from === "unclassed" ? "unclassed approvals" : `approvals of class ${settings.from} and above`;
  return `Hears of ${above} by itself: ${events}.`;
}
