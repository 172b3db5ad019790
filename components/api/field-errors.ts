import type { z } from "zod";
import { ApiError } from "./problem";

/** What is wrong with each field, by its dotted path; empty for the input as a whole. */
export type FieldErrors = Readonly<Record<string, string>>;

/** What a refusal says about fields; empty when it says nothing of the kind. */
export function refusedFields(error: unknown): FieldErrors {
  const listed = error instanceof ApiError ? error.more.errors : undefined;
  if (!Array.isArray(listed)) return {};
  return firstOfEach(listed.filter(isFieldError).map(({ path, message }) => [path, message]));
}

/** What a schema says about fields, the first finding of each. */
export function unfitFields(error: z.ZodError): FieldErrors {
  return firstOfEach(error.issues.map((issue) => [issue.path.map(String).join("."), issue.message]));
}

/** The first sentence about a field or anything inside it. */
export function errorAt(errors: FieldErrors, path: string): string | undefined {
  const at = Object.keys(errors).find((key) => key === path || key.startsWith(`${path}.`));
  return at === undefined ? undefined : errors[at];
}

const firstOfEach = (found: readonly [string, string][]): FieldErrors => Object.fromEntries([...found].reverse());

function isFieldError(value: unknown): value is { path: string; message: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}
