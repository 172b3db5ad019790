import { z } from "zod";
import {
  CLOCK_NAMES,
  classSchema,
  RULE_FIELDS,
  reasonSchema,
  ruleBodySchema,
  ruleRefSchema,
} from "../../policy/schema";
import { taskStateSchema } from "../../tasks/schema";
import { idSchema, namedSchema, reasonTextSchema, timeSchema, untrustedSchema } from "../atoms";

const ruleFieldSchema = z.enum(
  RULE_FIELDS as unknown as [(typeof RULE_FIELDS)[number], ...(typeof RULE_FIELDS)[number][]],
);

/** A piece of a rule's sentence, and the field it stands for. */
export const saidPartSchema = z.object({ text: z.string(), field: ruleFieldSchema.optional() });

export const ruleRowSchema = z.object({
  ...ruleBodySchema.shape,
  id: z.string(),
  version: z.int(),
  /** config: the configuration file declares it, so it is changed there. */
  source: z.enum(["page", "config"]),
  savedAt: timeSchema,
  savedBy: namedSchema.nullable(),
  reason: z.string(),
  sentence: z.array(saidPartSchema),
});
export type RuleRow = z.infer<typeof ruleRowSchema>;

export const ruleVersionSchema = z.object({
  version: z.int(),
  body: ruleBodySchema,
  at: timeSchema,
  by: namedSchema.nullable(),
  reason: z.string(),
  /** What differs from the version before. */
  changed: z.array(ruleFieldSchema),
});

export const ruleDetailSchema = ruleRowSchema.extend({ versions: z.array(ruleVersionSchema) });
export type RuleDetail = z.infer<typeof ruleDetailSchema>;

export const findingSchema = z.object({ field: ruleFieldSchema, sentence: z.string(), fits: z.number().optional() });

export const saveRuleReasonSchema = z.string().trim().max(500).default("");
export const createRuleInput = z.strictObject({ body: ruleBodySchema, reason: saveRuleReasonSchema });
export const changeRuleInput = z.strictObject({
  id: idSchema,
  body: ruleBodySchema,
  /** The version that was seen: somebody else's change in between is not overwritten. */
  expectedVersion: z.int().min(1),
  reason: saveRuleReasonSchema,
});
export const deleteRuleInput = z.strictObject({ id: idSchema, expectedVersion: z.int().min(1) });
export const ruleSavedSchema = z.object({ rule: ruleRowSchema, warnings: z.array(findingSchema) });

export const explainRuleInput = z.strictObject({
  agent: z.string().min(1).max(64),
  server: z.string().min(1).max(64),
  tool: z.string().min(1).max(128),
  /** Absent: the class that the tool has now. */
  class: classSchema.optional(),
});
export const ruleExplanationSchema = z.object({
  question: z.object({ agent: z.string(), server: z.string(), tool: z.string(), class: classSchema }),
  winner: ruleRowSchema.omit({ sentence: true, savedAt: true, savedBy: true, reason: true, source: true }).nullable(),
  reason: reasonSchema.nullable(),
  lost: z.array(z.object({ rule: ruleRefSchema, code: z.string(), sentence: z.string() })),
  numbers: z.array(
    z.object({ name: z.enum([...CLOCK_NAMES, "readySeconds"]), value: z.number().nullable(), rule: ruleRefSchema }),
  ),
  /** What happens to a call of the tool's class; null without a winner, which means it is denied. */
  call: z.enum(["allow", "hold"]).nullable(),
});
export type RuleExplanation = z.infer<typeof ruleExplanationSchema>;

const verdictSchema = z.enum(["tighter", "looser", "same"]);
export const tightenedTaskSchema = z.object({
  task: z.object({
    id: z.string(),
    purpose: untrustedSchema,
    run: z.string(),
    state: taskStateSchema,
    epoch: z.int(),
    agent: namedSchema,
  }),
  clocks: z.array(
    z.object({
      name: z.enum(CLOCK_NAMES),
      old: z.number().nullable(),
      new: z.number().nullable(),
      verdict: verdictSchema,
      rule: ruleRefSchema.nullable(),
    }),
  ),
  tools: z.array(
    z.object({
      server: z.string(),
      tool: z.string(),
      field: z.string(),
      old: z.union([z.string(), z.number()]).nullable(),
      new: z.union([z.string(), z.number()]).nullable(),
      verdict: verdictSchema,
      rule: ruleRefSchema.nullable(),
    }),
  ),
  anyTighter: z.boolean(),
  /** Applied now, one of its clocks would have run out already. */
  pausesAtOnce: z.boolean(),
});
export type TightenedTask = z.infer<typeof tightenedTaskSchema>;

/** The live tasks that hold a tool for which the rule counts, old and new numbers side by side. */
export const effectsSchema = z.object({
  items: z.array(tightenedTaskSchema),
  /** How many match, how many of them it would tighten; at most 200 are looked at, `more` says that there are others. */
  matching: z.int(),
  tighter: z.int(),
  more: z.boolean(),
});

/** A draft. With `id` it is the next version of that rule. */
export const checkRuleInput = z.strictObject({ id: idSchema.optional(), body: ruleBodySchema });
export const ruleCheckSchema = z.object({
  errors: z.array(findingSchema),
  warnings: z.array(findingSchema),
  sentence: z.array(saidPartSchema),
  effects: effectsSchema,
});
export type RuleCheck = z.infer<typeof ruleCheckSchema>;

export const ruleIdInput = z.strictObject({ id: idSchema });
export const applyTighterInput = z.strictObject({
  id: idSchema,
  /** Absent: every live task that the rule matches. */
  tasks: z.array(idSchema).min(1).max(500).optional(),
  reason: reasonTextSchema,
});
export const tightenedSchema = z.object({
  narrowed: z.array(z.object({ taskId: z.string(), epoch: z.int() })),
  /** Tasks that could not be narrowed, and why: they had ended, or nothing of theirs was looser. */
  left: z.array(z.object({ taskId: z.string(), sentence: z.string() })),
});
