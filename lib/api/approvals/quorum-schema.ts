import { z } from "zod";
import { namedSchema, seqSchema, timeSchema } from "../atoms";

/** A vote that fills a place. `for`: whose place, when it is that of somebody who is away. */
export const filledSchema = z.object({ by: namedSchema, for: namedSchema.nullable(), at: timeSchema });

/** One of the ways in which a need is met. */
export const waySchema = z.object({
  said: z.string(),
  /** What a place is called on the card. */
  name: z.string(),
  approve: z.int(),
  /** What the reason must name; null: nothing. */
  reason: z.string().nullable(),
  filled: z.array(filledSchema),
  /** Who could still fill a place, by name; `total` counts those that are left out too. */
  open: z.object({ items: z.array(namedSchema), total: z.int() }),
  /** It was added when the question went on to more people. */
  added: z.boolean(),
});
export type Way = z.infer<typeof waySchema>;

export const needViewSchema = z.object({
  ways: z.array(waySchema),
  met: z.boolean(),
  /** To whom it goes on, and when; null: to nobody else. */
  escalation: z
    .object({ said: z.string(), whom: z.string(), at: timeSchema, done: z.boolean(), approve: z.int().nullable() })
    .nullable(),
});
export type NeedView = z.infer<typeof needViewSchema>;

/** What an answer of the one who asks would do. */
export const yoursSchema = z.object({
  /** What they answered to what is asked now; null: nothing yet. */
  answered: z.enum(["approve", "narrow", "edit", "pattern", "deny"]).nullable(),
  /** Their approval fills a place, with a reason where one is asked for. */
  counts: z.boolean(),
  decides: z.boolean(),
  denialDecides: z.boolean(),
  /** What their reason must name for it to count, with an example; null: nothing. */
  reason: z.object({ pattern: z.string(), example: z.string() }).nullable(),
  /** In whose place their approval would stand; null: their own. */
  for: namedSchema.nullable(),
});
export type Yours = z.infer<typeof yoursSchema>;

/** Whose answers it takes, and how far it is. */
export const quorumSchema = z.object({
  said: z.string(),
  have: z.int(),
  need: z.int(),
  /** Every one of these must be met. */
  needs: z.array(needViewSchema),
  denials: z.object({ have: z.int(), need: z.int() }),
  /** Approvers who may not answer, and why. */
  excluded: z.array(namedSchema.extend({ because: z.string() })),
  /** null when they may give no answer. */
  yours: yoursSchema.nullable(),
});
export type Quorum = z.infer<typeof quorumSchema>;

/** Who was asked as well, and when. */
export const askedFurtherSchema = z.array(
  z.object({ at: timeSchema, to: z.string(), whom: z.array(namedSchema), seq: seqSchema }),
);
