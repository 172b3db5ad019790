import { z } from "zod";
import { pageOf } from "../atoms";
import type { Contract } from "../contract-form";
import { entryInput, exportLogInput, listLogInput, logEntrySchema, logRowSchema } from "./schema";

export const LOG = {
  listLog: {
    method: "GET",
    path: "/api/v1/log",
    right: "read_log",
    input: listLogInput,
    output: pageOf(logRowSchema),
    says: "Lists entries: in order after a number, or newest first.",
  },
  exportLog: {
    method: "GET",
    path: "/api/v1/log/export",
    right: "export_log",
    streams: ["application/jsonl", "text/csv"],
    input: exportLogInput,
    output: z.string(),
    says: "Streams entries in order, as JSON lines or CSV.",
  },
  logEntry: {
    method: "GET",
    path: "/api/v1/log/{seq}",
    right: "read_log",
    input: entryInput,
    output: logEntrySchema,
    says: "Shows one entry with its evidence.",
  },
} as const satisfies Record<string, Contract>;
