import { z } from "zod";
import { groupChangeSchema, groupMakingSchema, groupSchema } from "../../identity/schema";
import { idSchema, namedSchema, timeSchema } from "../atoms";

/** A group as everybody sees it; e-mail addresses are for those who manage people. */
export const groupRowSchema = groupSchema.extend({
  createdAt: timeSchema,
  members: z.array(namedSchema.extend({ email: z.string().nullable(), counts: z.boolean() })),
  /** Rules that ask for it, by name. */
  rules: z.array(z.string()),
});
export type GroupRow = z.infer<typeof groupRowSchema>;

export const makeGroupInput = groupMakingSchema;
export const changeGroupInput = groupChangeSchema.extend({ id: idSchema });

/** A time for which somebody is away. */
export const absenceRowSchema = z.object({
  human: namedSchema,
  delegate: namedSchema.nullable(),
  note: z.string(),
  from: timeSchema,
  until: timeSchema,
});
export type AbsenceRow = z.infer<typeof absenceRowSchema>;
