import { addChannelInput, type ChannelRow, changeChannelInput, type InputOf } from "@/lib/api/schema";
import { type ChannelKind, emailProblem, type SMTP_TLS, type ToldEvent } from "@/lib/notify/schema";
import type { ActionClass } from "@/lib/policy/schema";
import { type FieldErrors, refusedFields, unfitFields } from "../api/field-errors";
import { ApiError } from "../api/problem";

/** A channel as it stands in the form. */
export type ChannelDraft = {
  name: string;
  kind: ChannelKind;
  host: string;
  port: string;
  tls: (typeof SMTP_TLS)[number];
  user: string;
  /** Empty in a change: it stays as it is. */
  password: string;
  sender: string;
  /** Empty in a change: it stays as it is. */
  url: string;
  /** Empty: one is made, or it stays as it is. */
  secret: string;
  from: ActionClass | "nothing";
  events: readonly ToldEvent[];
  timeZone: string;
};

/** What each group of fields works on. */
export type ChannelFormPart = {
  draft: ChannelDraft;
  onChange: (change: Partial<ChannelDraft>) => void;
  errorAt: (path: string) => string | undefined;
  /** The channel that is changed; absent for a new one. */
  channel?: ChannelRow;
};

const PORTS = { starttls: "587", implicit: "465", none: "25" } as const;

/** A new channel; times are said in the zone of whoever adds it, until they say otherwise. */
export const emptyChannel = (timeZone: string): ChannelDraft => ({
  name: "",
  kind: "email",
  host: "",
  port: PORTS.starttls,
  tls: "starttls",
  user: "",
  password: "",
  sender: "",
  url: "",
  secret: "",
  from: "nothing",
  events: ["pending", "decided", "ended"],
  timeZone,
});

/** The draft that changes a channel begins with. Secrets are not known here, so their fields are empty. */
export function draftOfChannel({ name, settings }: ChannelRow): ChannelDraft {
  const draft = { ...emptyChannel("UTC"), name, kind: settings.kind };
  if (settings.kind !== "email") {
    const { from, events, timeZone } = settings;
    return { ...draft, from: from ?? "nothing", events, timeZone };
  }
  const { host, port, tls, user, from } = settings;
  return { ...draft, host, port: String(port), tls, user, sender: from };
}

/** Another way to secure a connection has another port, unless somebody has set one of their own. */
export function withTls(draft: ChannelDraft, tls: ChannelDraft["tls"]): Partial<ChannelDraft> {
  return draft.port === PORTS[draft.tls] ? { tls, port: PORTS[tls] } : { tls };
}

type Checked<Input> = { input: Input } | { errors: FieldErrors };

/** What is sent to add a draft, or what is wrong with it. Addresses are judged by the server, which knows its networks. */
export function checkNew(draft: ChannelDraft): Checked<InputOf<"addChannel">> {
  const settings = settingsOf(draft, { password: draft.password || undefined, url: draft.url });
  const parsed = addChannelInput.safeParse({ name: draft.name.trim(), settings });
  if (!parsed.success) return { errors: unfitFields(parsed.error) };
  return refuseOdd(draft, draft.password !== "") ?? { input: parsed.data };
}

/** What is sent to change a channel into a draft, or what is wrong with it. */
export function checkChanged(channel: ChannelRow, draft: ChannelDraft): Checked<InputOf<"changeChannel">> {
  const nobody = draft.user.trim() === "";
  const password = draft.password || (nobody ? null : undefined);
  const settings = settingsOf(draft, { password, url: draft.url.trim() || undefined });
  const parsed = changeChannelInput.safeParse({ id: channel.id, settings });
  if (!parsed.success) return { errors: unfitFields(parsed.error) };
  const kept = password === undefined && channel.secrets.includes("password");
  return refuseOdd(draft, kept || draft.password !== "") ?? { input: parsed.data };
}

function settingsOf(draft: ChannelDraft, { password, url }: { password?: string | null; url?: string }) {
  const { kind, host, tls, user, sender, secret, events, timeZone } = draft;
  const port = /^\d{1,5}$/.test(draft.port.trim()) ? Number(draft.port.trim()) : 0;
  if (kind === "email") return { kind, host, port, tls, user, from: sender, password };
  const room = { kind, url, from: draft.from === "nothing" ? null : draft.from, events, timeZone };
  return kind === "webhook" ? { ...room, secret: secret.trim() || undefined } : room;
}

/** What is wrong between the fields of a mail server. */
function refuseOdd(draft: ChannelDraft, hasPassword: boolean): { errors: FieldErrors } | null {
  if (draft.kind !== "email") return null;
  const { tls, user, host } = draft;
  const problem = emailProblem({ host: host.trim().toLowerCase(), tls, user: user.trim() }, hasPassword);
  return problem && { errors: { [`settings.${problem.field}`]: problem.sentence } };
}

/** Where each refusal of the server belongs: a taken name speaks of the name. */
export function refusedChannel(error: unknown): FieldErrors {
  if (error instanceof ApiError && error.code === "NAME_TAKEN") return { name: error.message };
  return refusedFields(error);
}
