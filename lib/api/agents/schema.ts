import { z } from "zod";
import { lockSchema } from "../../identity/schema";
import { charterSchema } from "../../tasks/schema";
import {
  agentAmendmentSchema,
  credentialKindSchema,
  credentialSchema,
  newCredentialSchema,
  OVERLAP_SECONDS,
  overlapSchema,
  registrationSchema,
} from "../../tokens/schema";
import { idSchema, namedSchema, pageInput, reasonTextSchema, timeSchema, untrustedSchema } from "../atoms";

export const listAgentsInput = z.strictObject({
  state: z.enum(["active", "disabled"]).optional(),
  owner: idSchema.optional(),
  text: z.string().trim().max(100).optional(),
  ...pageInput,
});

const standingSchema = z.enum(["active", "disabled"]);
const sourceSchema = z.enum(["page", "config"]);

export const agentRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: namedSchema.extend({ email: z.string(), state: standingSchema }),
  state: standingSchema,
  note: z.string(),
  /** config: the configuration file declares it, so it is changed there. */
  source: sourceSchema,
  createdAt: timeSchema,
  disabledAt: timeSchema.nullable(),
  /** While it is locked none of its calls is allowed; null: it is not. */
  locked: lockSchema.nullable(),
  tasks: z.object({ running: z.int(), paused: z.int(), requested: z.int() }),
  /** By what it can come now: kinds of credentials that neither ended nor were revoked. */
  kinds: z.array(credentialKindSchema),
  lastAt: timeSchema.nullable(),
});
export type AgentRow = z.infer<typeof agentRowSchema>;

export const agentDetailSchema = agentRowSchema.extend({
  /** What stands for an agent that sends no charter of its own; null when it must send one. */
  charter: charterSchema.nullable(),
  credentials: z.array(credentialSchema),
  /** Its latest tasks, at most 10. */
  recent: z.array(
    z.object({ id: z.string(), purpose: untrustedSchema, run: z.string(), state: z.string(), requestedAt: timeSchema }),
  ),
  now: timeSchema,
});
export type AgentDetail = z.infer<typeof agentDetailSchema>;

/** `credential`: secret for clients that speak OAuth, key for clients that can only send a header. */
export const createAgentInput = registrationSchema;

export const agentCreatedSchema = newCredentialSchema.extend({ agent: agentRowSchema });

export const changeAgentInput = agentAmendmentSchema.extend({ id: idSchema });
export const switchAgentInput = z.strictObject({ id: idSchema, reason: reasonTextSchema });

export const issueCredentialInput = z.strictObject({
  id: idSchema,
  kind: credentialKindSchema,
  /** How long the credentials of this kind that are there go on working, in seconds. */
  overlapSeconds: overlapSchema.default(OVERLAP_SECONDS.usual),
});
export const revokeCredentialInput = z.strictObject({ id: idSchema, credential: idSchema });

export {
  CREDENTIAL_KINDS,
  type CredentialKind,
  type CredentialView as Credential,
  credentialKindSchema,
  credentialSchema,
  type NewCredential,
  newCredentialSchema,
} from "../../tokens/schema";
