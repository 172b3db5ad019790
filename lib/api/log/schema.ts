import { z } from "zod";
import { EVENTS, type EventKind, entrySchema } from "../../audit/schema";
import { classSchema, reasonSchema, ruleRefSchema } from "../../policy/schema";
import { callOutcomeSchema } from "../approvals/schema";
import { bodySchema, idSchema, pageInput, seqSchema, untrustedSchema } from "../atoms";

export const EVENT_KINDS = Object.keys(EVENTS) as [EventKind, ...EventKind[]];
const kindSchema = z.enum(EVENT_KINDS);

/** What the log can be filtered by. */
export const logFilter = {
  task: idSchema.optional(),
  /** Name or id. */
  agent: z.string().max(64).optional(),
  server: z.string().max(64).optional(),
  tool: z.string().max(128).optional(),
  /** Whose act it was. */
  person: idSchema.optional(),
  call: idSchema.optional(),
  approval: idSchema.optional(),
  /** A digest or how it begins: the code of eight digits that pages show is enough. */
  digest: z
    .string()
    .transform((text) => text.replaceAll(" ", "").toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{4,64}$/, "4 to 64 hexadecimal digits"))
    .optional(),
  /** One or more kinds of events. A word before the dot stands for all of its kinds. */
  kind: z
    .array(z.string().regex(/^[a-z_]+(\.[a-z_]+)?$/, "A kind of event, such as call.denied, or call for all of them"))
    .max(40)
    .optional(),
};

export const listLogInput = z.strictObject({
  ...logFilter,
  /** Only entries after this number. */
  after: seqSchema.optional(),
  /** Only entries before this number. */
  before: seqSchema.optional(),
  /** oldest: in order, for reading along; entries come once nothing before them can follow. newest: for looking back. */
  order: z.enum(["oldest", "newest"]).default("oldest"),
  ...pageInput,
});

/** One entry, with the names of what it points at as they are today. */
export const logRowSchema = entrySchema.extend({
  kind: kindSchema,
  names: z.object({
    task: untrustedSchema.optional(),
    agent: z.string().optional(),
    server: z.string().optional(),
    person: z.string().optional(),
  }),
  /** Why, in one sentence of ours or the person's reason; null when there is nothing to say. */
  because: z.string().nullable(),
  /** What the agent said of it: unverified. */
  words: untrustedSchema.nullable(),
  /** Of decisions about calls. */
  class: classSchema.nullable(),
  reasons: z.array(reasonSchema),
  rule: ruleRefSchema.nullable(),
  workload: z.string().nullable(),
  /** In a timeline: what came of the call. */
  outcome: callOutcomeSchema.nullable(),
});
export type LogRow = z.infer<typeof logRowSchema>;

export const entryInput = z.strictObject({ seq: seqSchema });

/** One entry to its proof: the body as it is stored, and the payloads it names. */
export const logEntrySchema = logRowSchema.extend({
  /** The evidence: canonical JSON, exactly as stored. */
  body: z.string(),
  /** SHA-256 of the body, hex. */
  bodyDigest: z.string(),
  arguments: bodySchema,
  result: bodySchema,
  /** The other entries of the same call or approval, oldest first. */
  related: z.array(z.object({ seq: seqSchema, at: z.string(), kind: kindSchema })),
});
export type LogEntryDetail = z.infer<typeof logEntrySchema>;

export const exportLogInput = z.strictObject({
  ...logFilter,
  format: z.enum(["jsonl", "csv"]).default("jsonl"),
  after: seqSchema.optional(),
});
