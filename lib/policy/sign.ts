import { z } from "zod";

/** How an answer to a question must be signed, from least to most strict. */
export const SIGNS = ["none", "passkey", "device_passkey"] as const;
export const signSchema = z.enum(SIGNS);
export type Sign = z.infer<typeof signSchema>;

/** The stricter of two. */
export const stricterSign = (a: Sign, b: Sign): Sign => (SIGNS.indexOf(b) > SIGNS.indexOf(a) ? b : a);
