import { z } from "zod";

/** Pieces that several inputs and views are made of. */
export const idSchema = z.uuid("That is not an id").toLowerCase();
export const timeSchema = z.iso.datetime();
/** A place in the log: a decimal number as text, because it outgrows a number. */
export const seqSchema = z.string().regex(/^\d{1,18}$/, "A number of an entry");
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");

/** Something with an id, and the name people call it by. */
export const namedSchema = z.object({ id: z.string(), name: z.string() });
export type Named = z.infer<typeof namedSchema>;

/** An agent, with who answers for it. */
export const agentRefSchema = namedSchema.extend({ owner: namedSchema });
export type AgentRef = z.infer<typeof agentRefSchema>;

/** Why, as people will read it later. */
export const reasonTextSchema = z
  .string()
  .trim()
  .min(1, "Say why: whoever looks at it later will read it")
  .max(2000, "At most 2000 characters")
  .refine((text) => !text.includes("\0"), "A NUL character cannot be stored");

/** Where the next page begins. Opaque: made by the server, given back as it was. */
const cursorSchema = z.string().max(600);

/** What every list takes beside its filters. */
export const pageInput = {
  cursor: cursorSchema.optional(),
  limit: z.int().min(1).max(200).default(50),
};

/** One page of a list; `next` is there when there is more. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() });

/** All of a list that is never long. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** The answer of an act that has nothing to say but that it was done. */
export const doneSchema = z.object({ done: z.literal(true) });
export const DONE = { done: true } as const;

/** Words that the agent or a server wrote: to be shown as such, never as markup, never as ours. */
export const untrustedSchema = z.string();

/** A payload: the canonical text itself, or why it is not here. */
export const bodySchema = z.discriminatedUnion("state", [
  /** `text` is canonical JSON in which masked values are replaced; `masked` says where (JSON pointers). */
  z.object({ state: z.literal("shown"), text: z.string(), bytes: z.int(), masked: z.array(z.string()) }),
  /** This person may not see payloads. */
  z.object({ state: z.literal("withheld") }),
  z.object({ state: z.literal("erased"), at: timeSchema }),
  z.object({ state: z.literal("none") }),
]);
export type BodyView = z.infer<typeof bodySchema>;
