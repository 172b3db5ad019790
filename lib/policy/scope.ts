import { z } from "zod";

/** Names as they may appear in addresses and configuration files. */
export const nameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "1–63 lower-case letters, digits and hyphens, not starting or ending with a hyphen",
  );

/** A tool's name as MCP allows it. */
export const toolNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.\-/]{1,128}$/, "1–128 letters, digits, '_', '-', '.' or '/'");

/** What a task may call: tools by server name. */
export const scopeSchema = z
  .array(z.object({ server: nameSchema, tools: z.array(toolNameSchema).min(1).max(500) }))
  .min(1, "A scope names at least one server")
  .max(50)
  .refine((scope) => new Set(scope.map((part) => part.server)).size === scope.length, "Each server is named once");
export type Scope = z.infer<typeof scopeSchema>;
