import { z } from "zod";
import { ApiError } from "../api/problem";

const errorsSchema = z.array(z.object({ path: z.string(), message: z.string() }));

/** What a refusal says about single fields, by the name of the field. Empty when it is about something else. */
export function fieldProblems(error: unknown): Readonly<Record<string, string | undefined>> {
  if (!(error instanceof ApiError)) return {};
  const errors = errorsSchema.safeParse(error.more.errors);
  return errors.success ? Object.fromEntries(errors.data.map(({ path, message }) => [path, message])) : {};
}

/** The refusal, unless the fields named have said it already. */
export function otherProblem(error: unknown, fields: readonly string[]): unknown {
  const said = fieldProblems(error);
  return fields.some((field) => said[field] !== undefined) ? null : error;
}
