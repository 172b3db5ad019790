import { z } from "zod";
import { emailSchema } from "../identity/schema";
import { classSchema } from "../policy/schema";

/** What of this module runs in a browser as well. */

export const CHANNEL_KINDS = ["email", "slack", "teams", "webhook"] as const;
export const channelKindSchema = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof channelKindSchema>;

/** Rules and files name a channel by it, so it never changes. */
export const channelNameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "1–63 lower-case letters, digits and hyphens, not starting or ending with a hyphen",
  );

/**
 * What people and rooms are told of. pending: an approval waits. decided: a person approved or denied it. ended: it
 * ended without an answer (it expired, was withdrawn, or what it asked about has changed).
 */
export const TOLD_EVENTS = ["pending", "decided", "ended"] as const;
export const toldEventSchema = z.enum(TOLD_EVENTS);
export type ToldEvent = z.infer<typeof toldEventSchema>;

/**
 * Everything that a message can be about. escalated: a question went to more people. glass: somebody let a call through
 * alone, in an emergency. overdue: nobody has judged that in time. These two reach whoever is named, whatever they chose.
 * asked: a reviewer asks something before deciding, told to whoever owns the agent. answered: told to that reviewer.
 */
export const MESSAGE_EVENTS = [...TOLD_EVENTS, "escalated", "glass", "overdue", "asked", "answered"] as const;
export const messageEventSchema = z.enum(MESSAGE_EVENTS);
export type MessageEvent = z.infer<typeof messageEventSchema>;

const eventsSchema = z.array(toldEventSchema).max(TOLD_EVENTS.length);

/** An IANA name such as Europe/Berlin. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, "That is not a time zone. Write its IANA name, such as Europe/Berlin, or UTC");

function isTimeZone(name: string): boolean {
  try {
    return name !== "" && new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** none: in the clear. starttls: refused unless the server can be moved to TLS. implicit: TLS from the first byte. */
export const SMTP_TLS = ["starttls", "implicit", "none"] as const;

const hostSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "Write the name of the mail server, such as smtp.example.com")
  .max(253, "That name is too long")
  .regex(/^[a-z0-9._:-]+$/, "A host's name or address alone, such as smtp.example.com: no scheme, no path");

/** One line of printable text, as it goes over the wire. */
const secretSchema = z
  .string()
  .min(1, "It is empty")
  .max(1024, "At most 1024 characters")
  .regex(/^[^\p{Cc}]*$/u, "No line breaks or control characters");

const addressSchema = z.string().trim().min(1, "Write the whole address").max(2048, "That address is too long");

/** What it is for, and who signs with it: 24 to 64 bytes in base64 after `whsec_`. Source: Standard Webhooks. */
export const webhookSecretSchema = z
  .string()
  .trim()
  .refine(isWebhookSecret, "whsec_ and then 24 to 64 bytes in base64; leave it empty and one is made");

function isWebhookSecret(text: string): boolean {
  const found = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  if (found === undefined) return false;
  try {
    const bytes = atob(found).length;
    return bytes >= 24 && bytes <= 64;
  } catch {
    return false;
  }
}

/** Which approvals a room is told of by itself: those of this class and above, or none (null). */
const fromSchema = classSchema.nullable();

const email = {
  kind: z.literal("email"),
  host: hostSchema,
  port: z.int().min(1, "1 to 65535").max(65_535, "1 to 65535"),
  tls: z.enum(SMTP_TLS),
  /** Empty: the server asks for none. */
  user: z.string().trim().max(256).default(""),
  from: emailSchema,
};
const room = { from: fromSchema, events: eventsSchema, timeZone: timeZoneSchema };

/** What may be read of a channel. Addresses that are secrets themselves are there by their origin only. */
export const channelSettingsSchema = z.discriminatedUnion("kind", [
  z.strictObject(email),
  z.strictObject({ kind: z.literal("slack"), origin: z.string(), ...room }),
  z.strictObject({ kind: z.literal("teams"), origin: z.string(), ...room }),
  z.strictObject({ kind: z.literal("webhook"), origin: z.string(), ...room }),
]);
export type ChannelSettings = z.infer<typeof channelSettingsSchema>;
export type EmailSettings = Extract<ChannelSettings, { kind: "email" }>;
export type RoomSettings = Exclude<ChannelSettings, { kind: "email" }>;

/** Everything a new channel needs. */
export const newChannelSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...email, password: secretSchema.optional() }),
  z.strictObject({ kind: z.literal("slack"), url: addressSchema, ...room }),
  z.strictObject({ kind: z.literal("teams"), url: addressSchema, ...room }),
  z.strictObject({ kind: z.literal("webhook"), url: addressSchema, secret: webhookSecretSchema.optional(), ...room }),
]);
export type NewChannel = z.infer<typeof newChannelSchema>;

/** The same for a change: a secret that is left out stays as it is; `password: null` takes it away. */
export const channelChangeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...email, password: secretSchema.nullish() }),
  z.strictObject({ kind: z.literal("slack"), url: addressSchema.optional(), ...room }),
  z.strictObject({ kind: z.literal("teams"), url: addressSchema.optional(), ...room }),
  z.strictObject({
    kind: z.literal("webhook"),
    url: addressSchema.optional(),
    secret: webhookSecretSchema.optional(),
    ...room,
  }),
]);
export type ChannelChange = z.infer<typeof channelChangeSchema>;

export const DELIVERY_STATES = ["waiting", "sending", "sent", "failed", "dropped"] as const;
export const deliveryStateSchema = z.enum(DELIVERY_STATES);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** A channel as admins see it. */
export const channelViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: channelKindSchema,
  state: z.enum(["on", "off"]),
  /** Why it was switched off. */
  offReason: z.string().nullable(),
  settings: channelSettingsSchema,
  /** Which secrets are set; never what they are. */
  secrets: z.array(z.enum(["password", "url", "secret"])),
  source: z.enum(["page", "config"]),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type ChannelView = z.infer<typeof channelViewSchema>;

/** Where somebody is told, and of what. */
export const choiceSchema = z.strictObject({
  channelIds: z.array(z.uuid("That is not an id").toLowerCase()).max(20, "At most 20 channels"),
  events: eventsSchema,
  timeZone: timeZoneSchema,
});
export type Choice = z.infer<typeof choiceSchema>;

/** What a receiver made of a message. */
export const receiptSchema = z.object({
  ok: z.boolean(),
  /** What it answered, or why there was no answer. Partly the receiver's own words: untrusted text. */
  said: z.string(),
  milliseconds: z.int(),
});
export type Receipt = z.infer<typeof receiptSchema>;

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** Whether a host is this machine itself: what is sent there is read by nobody on the way. */
export const isOwnMachine = (host: string): boolean => LOOPBACK.test(host.replace(/^\[|\]$/g, ""));

/** Says what is wrong between the fields of an e-mail channel, and at which of them; null when nothing is. */
export function emailProblem(
  { host, tls, user }: Pick<EmailSettings, "host" | "tls" | "user">,
  hasPassword: boolean,
): { field: "tls" | "user" | "password"; sentence: string } | null {
  if (hasPassword && user === "") return { field: "user", sentence: "The password needs a user. Write who signs in." };
  if (!hasPassword && user !== "") return { field: "password", sentence: "The user needs a password." };
  if (hasPassword && tls === "none" && !isOwnMachine(host))
    return { field: "tls", sentence: "Without TLS the password could be read on the way. Use STARTTLS or TLS." };
  return null;
}
