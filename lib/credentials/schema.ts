import { z } from "zod";

/**
 * Headers that are not a credential's to set: the connection's own, those that say what the body is or where it goes,
 * those that MCP gives a meaning, and those in which proxies speak about the client.
 * Source: RFC 9110 §7.6.1 (hop-by-hop); MCP 2026-07-28 basic/transports/streamable-http (Mcp-*).
 */
const REFUSED_HEADERS =
  /^(?:connection|keep-alive|te|trailer|transfer-encoding|upgrade|host|expect|date|via|forwarded|origin|last-event-id|traceparent|tracestate|accept(?:-.*)?|content-.*|proxy-.*|mcp-.*|x-forwarded-.*|sec-.*|:.*)$/i;

export const credentialHeaderSchema = z
  .string()
  .trim()
  .max(64)
  .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, "A header's name: letters, digits and hyphens, such as Authorization")
  .refine(
    (name) => !REFUSED_HEADERS.test(name),
    "That header belongs to the connection or to MCP, not to a credential",
  );

export const credentialValueSchema = z
  .string()
  .trim()
  .min(1, "The credential is empty")
  .max(8192, "A credential has at most 8192 characters")
  .regex(/^[\x20-\x7e]+$/, "Printable ASCII only, on one line");

/** The header by which an upstream server knows Countersign. */
export const upstreamCredentialSchema = z.strictObject({
  header: credentialHeaderSchema,
  value: credentialValueSchema,
});
export type UpstreamCredentialInput = z.infer<typeof upstreamCredentialSchema>;

/** What anybody is ever told about a credential: never its value. */
export const credentialViewSchema = z.object({ header: z.string(), updatedAt: z.iso.datetime() });
export type CredentialView = z.infer<typeof credentialViewSchema>;
