import { z } from "zod";

/** The present state as a configuration file. */
export const configExportSchema = z.object({ text: z.string() });
export type ConfigExport = z.infer<typeof configExportSchema>;
