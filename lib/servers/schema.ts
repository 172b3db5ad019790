import { z } from "zod";
import { upstreamCredentialSchema } from "../credentials/schema";
import { lockSchema } from "../identity/schema";

/** A server's name, as it stands in the gateway's addresses, in scopes and in the configuration file. */
export const serverNameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "1–63 lower-case letters, digits and hyphens, not starting or ending with a hyphen",
  );

/** What an admin may say a tool is, least to most severe. Nothing said is unclassed. */
export const TOOL_CLASSES = ["read", "write", "destructive"] as const;
export const toolClassSchema = z.enum(TOOL_CLASSES);
export type ToolClass = z.infer<typeof toolClassSchema>;

export const TOOL_STATES = ["pinned", "drifted", "gone"] as const;
export const toolStateSchema = z.enum(TOOL_STATES);
export type ToolState = z.infer<typeof toolStateSchema>;

/** ask: an admin confirms the proposed classes. hints: the server's own hints are trusted. */
export const classingSchema = z.enum(["ask", "hints"]);
export type Classing = z.infer<typeof classingSchema>;

export const eraSchema = z.enum(["modern", "legacy"]);
export const healthSchema = z.enum(["up", "down", "unknown"]);
export const serverStateSchema = z.enum(["active", "disabled"]);
export const sourceSchema = z.enum(["page", "config"]);

const urlSchema = z.string().trim().min(1, "Write the server's address").max(2048, "That address is too long");
const declaredSchema = z.record(z.string().max(128), toolClassSchema);

export const serverInputSchema = z.strictObject({
  name: serverNameSchema,
  url: urlSchema,
  classing: classingSchema.default("ask"),
  credential: upstreamCredentialSchema.optional(),
  /** Classes by tool name, for the configuration file: they come before any hint. */
  declared: declaredSchema.optional(),
});
export type ServerInput = z.input<typeof serverInputSchema>;

/** The name stays: scopes and policies speak of a server by its name. */
export const serverChangeSchema = z.strictObject({
  url: urlSchema.optional(),
  classing: classingSchema.optional(),
  /** null removes it; absent leaves it. */
  credential: upstreamCredentialSchema.nullable().optional(),
  declared: declaredSchema.nullable().optional(),
});
export type ServerChange = z.infer<typeof serverChangeSchema>;

export const serverSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  state: serverStateSchema,
  era: eraSchema.nullable(),
  protocol: z.string().nullable(),
  health: healthSchema,
  healthNote: z.string().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  title: z.string().nullable(),
  instructions: z.string().nullable(),
  classing: classingSchema,
  source: sourceSchema,
  createdAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
  tools: z.object({
    total: z.number().int(),
    unclassed: z.number().int(),
    drifted: z.number().int(),
    gone: z.number().int(),
  }),
});
export type ServerView = z.infer<typeof serverSchema>;

export const toolSchema = z.object({
  name: z.string(),
  state: toolStateSchema,
  class: toolClassSchema.nullable(),
  proposedClass: toolClassSchema,
  classedBy: z.string().nullable(),
  classedAt: z.iso.datetime().nullable(),
  digest: z.string(),
  /** The pinned definition: text that the server wrote, never to be trusted. */
  definition: z.record(z.string(), z.unknown()),
  /** What the server offers now, when that differs from the pin. */
  offered: z.object({ digest: z.string(), definition: z.record(z.string(), z.unknown()) }).nullable(),
  seenAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  /** While it is locked no call to it is allowed; null: it is not. */
  locked: lockSchema.nullable(),
});
export type ToolView = z.infer<typeof toolSchema>;

export const toolClassingSchema = z
  .array(
    z.strictObject({
      tool: z.string().min(1).max(128),
      /** null takes the class away again. */
      class: toolClassSchema.nullable(),
      /** The definition the person saw; when given, another one is refused. */
      digest: z.string().optional(),
    }),
  )
  .min(1)
  .max(1000);
export type ToolClassing = z.infer<typeof toolClassingSchema>;

/** The definition that a person accepts, by the digest of what they saw. */
export const driftAcceptanceSchema = z.strictObject({
  tool: z.string().min(1).max(128),
  digest: z.string().length(64),
});
export type DriftAcceptance = z.infer<typeof driftAcceptanceSchema>;

/** What a look at a server found. */
export type Inventory = {
  health: "up" | "down";
  /** Why it is down, or what was odd; for people. */
  note: string | null;
  tools: number;
  pinned: number;
  drifted: number;
  gone: number;
};
