import { z } from "zod";
import { timeSchema } from "../atoms";

/** What this Countersign is and how it runs. `system` is for admins. */
export const settingsSchema = z.object({
  version: z.string(),
  publicUrl: z.string(),
  /** The sign-in service of the house, by the name its button has; null when there is none. */
  issuer: z.string().nullable(),
  system: z
    .object({
      instanceId: z.string(),
      instances: z.array(
        z.object({
          id: z.string(),
          host: z.string(),
          version: z.string(),
          startedAt: timeSchema,
          seenAt: timeSchema,
          alive: z.boolean(),
        }),
      ),
      node: z.string(),
      database: z.object({
        version: z.string(),
        /** embedded: started and kept by this process. given: DATABASE_URL. */
        kind: z.enum(["embedded", "given"]),
        /** Sentences about roles and settings that weaken the log's protection; empty when nothing does. */
        notes: z.array(z.string()),
        bytes: z.number(),
      }),
      /** The configuration file, when there is one. */
      configFile: z.string().nullable(),
    })
    .nullable(),
  now: timeSchema,
});
export type Settings = z.infer<typeof settingsSchema>;
