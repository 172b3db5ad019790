import { z } from "zod";

/**
 * The template by which arguments are rendered and the sentence about them is made. Raised whenever the same arguments
 * would be shown differently, so that a stored digest can be made again with the template it was made with.
 */
export const TEMPLATE = 1;

/** What a value is, as far as it can be told from the value itself, its name and the tool's pinned definition. */
export const VALUE_KINDS = [
  "text",
  "number",
  "money",
  "boolean",
  "null",
  "list",
  "object",
  "path",
  "url",
  "email",
  "date",
  "sql",
  "shell",
  "json",
  "base64",
  "masked",
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** Something that the eye would miss, in a sentence of ours. `warn`: a reader could be deceived by it. */
export const remarkSchema = z.object({ tone: z.enum(["plain", "warn"]), text: z.string() });
export type Remark = z.infer<typeof remarkSchema>;

/** One row: a key at its depth, and either a value or a branch that the rows below belong to. */
export const renderedRowSchema = z.object({
  /** Where it is, as RFC 6901 writes it: "/files/0/path". A decoded part hangs below its text with "#". */
  pointer: z.string(),
  key: z.string(),
  depth: z.number().int(),
  kind: z.enum(VALUE_KINDS),
  /** The value, complete. Null for branches, but for short lists, which stand in one line as JSON writes them. */
  value: z.string().nullable(),
  /** "text, 151", "list, 3 entries". */
  typeWords: z.string(),
  remarks: z.array(remarkSchema),
  /**
   * sent: these bytes are sent. decoded: what a text above says once decoded; only the text is sent. default: not sent
   * at all; what the tool's definition says the server takes instead.
   */
  from: z.enum(["sent", "decoded", "default"]),
});
export type RenderedRow = z.infer<typeof renderedRowSchema>;

/** A part that nobody can read on a page: it cannot be approved in one click. */
export const uninspectableSchema = z.object({ pointer: z.string(), why: z.string() });
export type Uninspectable = z.infer<typeof uninspectableSchema>;

/** Arguments as a person is shown them: complete, typed, made by us from the canonical bytes. */
export const renderingSchema = z.object({
  template: z.number().int(),
  rows: z.array(renderedRowSchema),
  uninspectable: z.array(uninspectableSchema),
});
export type Rendering = z.infer<typeof renderingSchema>;

export const plain = (text: string): Remark => ({ tone: "plain", text });
export const warn = (text: string): Remark => ({ tone: "warn", text });
