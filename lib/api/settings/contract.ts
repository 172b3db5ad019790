import { type Contract, nothing } from "../contract-form";
import { settingsSchema } from "./schema";

export const SETTINGS = {
  settings: {
    method: "GET",
    path: "/api/v1/settings",
    right: "see",
    input: nothing,
    output: settingsSchema,
    says: "Tells what this Countersign is and how it runs.",
  },
} as const satisfies Record<string, Contract>;
