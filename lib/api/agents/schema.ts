import { z } from "zod";
import { agentChangeSchema, agentMakingSchema } from "../../identity/schema";
import { charterSchema } from "../../tasks/schema";
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
  tasks: z.object({ running: z.int(), paused: z.int(), requested: z.int() }),
  lastAt: timeSchema.nullable(),
});
export type AgentRow = z.infer<typeof agentRowSchema>;

export const CREDENTIAL_KINDS = ["secret", "key"] as const;
export const credentialKindSchema = z.enum(CREDENTIAL_KINDS);

/** How an agent proves who it is. Its value is shown once, when it is made. */
export const credentialSchema = z.object({
  id: z.string(),
  kind: credentialKindSchema,
  /** The last characters, to tell two apart. */
  hint: z.string(),
  source: sourceSchema,
  createdAt: timeSchema,
  /** Set by a rotation: it works until then. */
  expiresAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
  usedAt: timeSchema.nullable(),
});
export type Credential = z.infer<typeof credentialSchema>;

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

export const createAgentInput = agentMakingSchema.extend({
  charter: charterSchema.optional(),
  /** secret: for clients that speak OAuth. key: for clients that can only send a header. */
  credential: credentialKindSchema.default("secret"),
});

/** A credential as it is shown once, with configurations that are ready to paste. */
export const newCredentialSchema = z.object({
  credential: credentialSchema,
  value: z.string(),
  /** Where an agent reaches each server through this gateway. */
  addresses: z.array(z.object({ server: z.string(), url: z.string() })),
  /** Ready to paste; they hold the value. */
  snippets: z.array(z.object({ id: z.string(), title: z.string(), language: z.string(), text: z.string() })),
});
export type NewCredential = z.infer<typeof newCredentialSchema>;

export const agentCreatedSchema = newCredentialSchema.extend({ agent: agentRowSchema });

export const changeAgentInput = agentChangeSchema.extend({
  id: idSchema,
  charter: charterSchema.optional(),
});
export const switchAgentInput = z.strictObject({ id: idSchema, reason: reasonTextSchema });

export const issueCredentialInput = z.strictObject({
  id: idSchema,
  kind: credentialKindSchema,
  /** How long the credentials of this kind that are there go on working, in seconds. */
  overlapSeconds: z.int().min(0).max(2_592_000).default(86_400),
});
export const revokeCredentialInput = z.strictObject({ id: idSchema, credential: idSchema });
