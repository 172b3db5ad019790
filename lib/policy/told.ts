import { z } from "zod";
import { emailSchema } from "../identity/schema";

/** Everybody who may answer the question. */
export const ALL_APPROVERS = "approvers";
const NAMED = /^(channel|group):([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/;

/** Who is told that a question waits: `approvers`, somebody's e-mail address, `group:NAME`, or `channel:NAME`. */
export const toldSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .refine(
    (told) => told === ALL_APPROVERS || NAMED.test(told) || emailSchema.safeParse(told).success,
    "Write approvers, an e-mail address, or group: or channel: and its name",
  );

/** Whom a rule tells. Nobody when it is empty; what channels are told by their own settings is not the rule's to say. */
export const tellSchema = z.array(toldSchema).max(50, "At most 50 are told");
export type Tell = z.infer<typeof tellSchema>;

/** The name of the channel that an item of the list stands for; null when it stands for people. */
export const channelTold = (told: string): string | null => nameIn(told, "channel");

/** The name of the group that an item of the list stands for; null when it stands for somebody else. */
export const groupTold = (told: string): string | null => nameIn(told, "group");

function nameIn(told: string, kind: "channel" | "group"): string | null {
  const found = NAMED.exec(told);
  return found?.[1] === kind ? (found[2] ?? null) : null;
}

/** Whom either of two rules tells. */
export const tellBoth = (one: Tell, other: Tell): Tell => [...new Set([...one, ...other])];
