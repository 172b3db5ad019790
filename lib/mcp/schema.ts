import { z } from "zod";

/** Modern: every request names its version and abilities, no handshake. Source: MCP 2026-07-28, versioning. */
export const MODERN_VERSION = "2026-07-28";
/** Legacy: an initialize handshake comes first. Newest first: the first one is offered when a client asks for another. */
export const LEGACY_VERSIONS = ["2025-11-25", "2025-06-18"] as const;
/** What agents may speak to us. */
export const SERVED_VERSIONS = [MODERN_VERSION, ...LEGACY_VERSIONS] as const;
/** What a legacy server may answer our initialize with. Older ones are close enough for listing and calling tools. */
export const UPSTREAM_LEGACY_VERSIONS = [...LEGACY_VERSIONS, "2025-03-26"] as const;

export const eraSchema = z.enum(["modern", "legacy"]);
export type Era = z.infer<typeof eraSchema>;
export type LegacyVersion = (typeof LEGACY_VERSIONS)[number];
export type ServedVersion = (typeof SERVED_VERSIONS)[number];
export type UpstreamLegacyVersion = (typeof UPSTREAM_LEGACY_VERSIONS)[number];

/** A JSON-RPC id: a string or an integer, never null. */
export type RequestId = string | number;

/** How a client or a server calls itself: information for people, never a ground for a decision. */
export const implementationSchema = z.object({ name: z.string(), version: z.string(), title: z.string().optional() });
export type Implementation = z.infer<typeof implementationSchema>;

/** What a server says about its own tool. Unverified: it may propose a class and raise one, never lower it. */
export const toolAnnotationsSchema = z.looseObject({
  title: z.string().optional(),
  readOnlyHint: z.boolean().optional(),
  destructiveHint: z.boolean().optional(),
  idempotentHint: z.boolean().optional(),
  openWorldHint: z.boolean().optional(),
});
export type ToolAnnotations = z.infer<typeof toolAnnotationsSchema>;

/** A tool as its server describes it: exactly the fields that are pinned, shown and passed on. */
export const toolDefinitionSchema = z.object({
  name: z
    .string()
    .min(1)
    .max(128)
    .regex(/^\P{Cc}+$/u),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.looseObject({ type: z.literal("object") }),
  outputSchema: z.looseObject({}).optional(),
  annotations: toolAnnotationsSchema.optional(),
  icons: z.array(z.looseObject({ src: z.string() })).optional(),
  execution: z.looseObject({ taskSupport: z.enum(["required", "optional", "forbidden"]).optional() }).optional(),
  _meta: z.record(z.string(), z.unknown()).optional(),
});
export type ToolDefinition = z.infer<typeof toolDefinitionSchema>;

/** What can be proposed for a tool from its server's hints. */
export type ProposedClass = "read" | "write" | "destructive";
