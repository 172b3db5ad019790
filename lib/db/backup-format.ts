import { z } from "zod";

/**
 * A backup is one file of UTF-8 lines. The first is this header; then, for each table, a line that names it and its
 * columns, its rows as COPY writes them, and a line `\.`; the last line holds the sequences. The digest is that of
 * everything after the first line.
 */
export const backupHeader = z.object({
  countersign: z.literal("backup"),
  format: z.literal(1),
  version: z.string(),
  at: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupHeader = z.infer<typeof backupHeader>;

export const backupTable = z.object({ table: z.string(), columns: z.array(z.string()) });
export const backupSequences = z.object({
  sequences: z.array(z.object({ name: z.string(), value: z.string().regex(/^\d+$/), called: z.boolean() })),
});

/** The line after a table's rows. No row looks like it: COPY doubles every backslash of its data. */
export const END_OF_ROWS = "\\.";
