import { type Contract, nothing } from "../contract-form";
import { configExportSchema } from "./schema";

export const CONFIG = {
  exportConfig: {
    method: "GET",
    path: "/api/v1/config",
    right: "manage_people",
    input: nothing,
    output: configExportSchema,
    says: "Writes the present state as a configuration file.",
  },
} as const satisfies Record<string, Contract>;
