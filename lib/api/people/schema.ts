import { z } from "zod";
import { invitationSchema, invitingSchema, personChangeSchema, personSchema } from "../../identity/schema";
import { idSchema, reasonTextSchema, timeSchema } from "../atoms";

export const personRowSchema = personSchema.extend({
  createdAt: timeSchema,
  disabledAt: timeSchema.nullable(),
  seenAt: timeSchema.nullable(),
  /** Agents they own. */
  agents: z.int(),
});
export type PersonRow = z.infer<typeof personRowSchema>;

/** A name for an id: for choosing an owner and for filters. */
export const personNameSchema = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  approver: z.boolean(),
});

export const invitationRowSchema = invitationSchema.extend({ createdAt: timeSchema, expiresAt: timeSchema });
export type InvitationRow = z.infer<typeof invitationRowSchema>;

export const peopleSchema = z.object({ items: z.array(personRowSchema), invitations: z.array(invitationRowSchema) });

export const invitePersonInput = invitingSchema;
/** A one-time link, shown once: whoever follows it first has it. */
export const newLinkSchema = z.object({ url: z.string(), expiresAt: timeSchema });
export const withdrawInvitationInput = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{64}$/, "That is no invitation"),
});

export const changePersonInput = personChangeSchema.extend({ id: idSchema });
export const disablePersonInput = z.strictObject({ id: idSchema, reason: reasonTextSchema });
export const personIdInput = z.strictObject({ id: idSchema });
export const endedSchema = z.object({ ended: z.int() });

/** `reason` is for the log: the owner reads it too. */
export const revokePersonPasskeyInput = z.strictObject({ id: idSchema, passkey: idSchema, reason: reasonTextSchema });
