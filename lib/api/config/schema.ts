import { z } from "zod";

/** The present state as a configuration file. No secret is in it. */
export const configExportSchema = z.object({
  yaml: z.string(),
  /** The environment variables that must be set to read it back, in the order of the file. */
  variables: z.array(z.string()),
});
export type ConfigExport = z.infer<typeof configExportSchema>;
