import { z } from "zod";
import { agentChangeSchema, agentMakingSchema } from "../identity/schema";
import { charterSchema } from "../tasks/schema";

/** How an agent proves who it is: a client secret for the authorization server, or a key that it sends with every call. */
export const CREDENTIAL_KINDS = ["secret", "key"] as const;
export const credentialKindSchema = z.enum(CREDENTIAL_KINDS);
export type CredentialKind = z.infer<typeof credentialKindSchema>;

/** How ours begin, so that people and scanners recognise one that leaked. */
export const SECRET_PREFIX = "css_";
export const KEY_PREFIX = "csk_";

/**
 * Says what is wrong with a secret or key that people chose, in a sentence that does not repeat it; null when nothing
 * is. It must be as good as ours, and survive every way in which clients send it.
 */
export function declaredCredentialProblem(kind: CredentialKind, value: string): string | null {
  if (!/^[A-Za-z0-9_.~-]{32,256}$/.test(value))
    return `A declared ${kind} has 32 to 256 letters, digits and -_.~; \`openssl rand -hex 32\` makes one.`;
  if (kind === "key" && !value.startsWith(KEY_PREFIX)) return `A declared key begins with ${KEY_PREFIX}.`;
  return null;
}

/** How long the old credential works beside the new one, in seconds: nothing to seven days. */
export const OVERLAP_SECONDS = { usual: 86_400, most: 7 * 86_400 } as const;
export const overlapSchema = z
  .number()
  .int()
  .min(0)
  .max(OVERLAP_SECONDS.most, "The old credential works for seven days at most");

/** How long a task that never calls stays open, in seconds. */
export const REQUESTED_SECONDS = 3600;

/** A credential as pages and programs see it. */
export const credentialSchema = z.object({
  id: z.uuid(),
  agentId: z.uuid(),
  kind: credentialKindSchema,
  /** Its last four characters. */
  hint: z.string(),
  source: z.enum(["page", "config"]),
  createdAt: z.iso.datetime(),
  /** Set once a newer one has taken over: it works until then. */
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  usedAt: z.iso.datetime().nullable(),
});
export type CredentialView = z.infer<typeof credentialSchema>;

/** What the form for a new agent asks for. */
export const registrationSchema = agentMakingSchema
  .extend({ charter: charterSchema.optional(), credential: credentialKindSchema.default("secret") })
  .refine(({ charter, credential }) => charter !== undefined || credential === "secret", {
    path: ["charter"],
    message: "A key cannot say what its task is for, so its agent needs a charter",
  });
export type Registration = z.input<typeof registrationSchema>;

export const agentAmendmentSchema = agentChangeSchema.extend({ charter: charterSchema.optional() });
export type AgentAmendment = z.infer<typeof agentAmendmentSchema>;

/** A configuration that works when it is pasted. */
export const snippetSchema = z.object({
  id: z.enum(["sdk", "curl", "claude-code"]),
  title: z.string(),
  language: z.enum(["ts", "sh"]),
  text: z.string(),
});
export type Snippet = z.infer<typeof snippetSchema>;

/** A credential as it is shown once: its value is not stored, and the snippets hold it. */
export const newCredentialSchema = z.object({
  credential: credentialSchema,
  value: z.string(),
  /** Where the agent reaches each server through the gateway. */
  addresses: z.array(z.object({ server: z.string(), url: z.string() })),
  snippets: z.array(snippetSchema),
});
export type NewCredential = z.infer<typeof newCredentialSchema>;
