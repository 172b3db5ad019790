import { z } from "zod";

/** Something that differs from what was approved last. wider: more authority; narrower: less; other: neither. */
export const changeSchema = z.object({
  /** argument: of the same tool's last call; before and after are canonical JSON, null for none. */
  what: z.enum([
    "tools",
    "clock",
    "calls",
    "rule",
    "workload",
    "network",
    "server",
    "definition",
    "client",
    "class",
    "argument",
  ]),
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  direction: z.enum(["wider", "narrower", "other"]),
});
export type Change = z.infer<typeof changeSchema>;
