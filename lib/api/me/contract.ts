import { type Contract, nothing } from "../contract-form";
import { meSchema } from "./schema";

export const ME = {
  me: {
    method: "GET",
    path: "/api/v1/me",
    right: null,
    input: nothing,
    output: meSchema,
    says: "Tells who asks, what they may do and what waits for them.",
  },
} as const satisfies Record<string, Contract>;
