import { z } from "zod";

/** A person's name as others read it: one line, no control or direction-changing characters. */
export const personNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name")
  .max(80, "At most 80 characters")
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "No control or invisible characters");
