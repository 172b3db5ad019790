import { z } from "zod";
import { emailSchema } from "../identity/schema";

/** Everybody who may answer the question. */
export const ALL_APPROVERS = "approvers";
const CHANNEL = /^channel:([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/;

/** Who is told that a question waits: `approvers`, somebody's e-mail address, or a channel as `channel:NAME`. */
export const toldSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .refine(
    (told) => told === ALL_APPROVERS || CHANNEL.test(told) || emailSchema.safeParse(told).success,
    "Write approvers, an e-mail address, or channel: and its name",
  );

/** Whom a rule tells. Nobody when it is empty; what channels are told by their own settings is not the rule's to say. */
export const tellSchema = z.array(toldSchema).max(50, "At most 50 are told");
export type Tell = z.infer<typeof tellSchema>;

/** The name of the channel that an item of the list stands for; null when it stands for people. */
export const channelTold = (told: string): string | null => CHANNEL.exec(told)?.[1] ?? null;

/** Whom either of two rules tells. */
export const tellBoth = (one: Tell, other: Tell): Tell => [...new Set([...one, ...other])];
