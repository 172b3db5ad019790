import type { z } from "zod";
import { didYouMean } from "./suggest";

type Raw = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

const KINDS: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map (key: value)",
  record: "a map (key: value)",
  array: "a list",
  null: "empty",
};

/** Words for what zod finds. It never repeats a value: what stands in the wrong place may be a secret. */
export function sayIssue(issue: Raw): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "This is missing.";
      return `This must be ${KINDS[issue.expected] ?? issue.expected}, not ${KINDS[kindOf(issue.input)] ?? "that"}.`;
    case "invalid_value": {
      const known = issue.values.map(String);
      const hint = typeof issue.input === "string" ? didYouMean(issue.input, known) : "";
      return `This must be ${known.length === 1 ? "" : "one of "}${known.join(", ")}.${hint}`;
    }
    case "too_small":
      return `At least ${issue.minimum}${unitOf(issue.origin)}.`;
    case "too_big":
      return `At most ${issue.maximum}${unitOf(issue.origin)}.`;
    case "invalid_union":
      return "This is none of the forms that are possible here.";
    default:
      return undefined;
  }
}

const unitOf = (origin: string) => (origin === "string" ? " characters" : origin === "array" ? " entries" : "");

const kindOf = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

/**
 * Turns the issues of one parse into single findings. Of a choice between forms, what is wrong with the form that
 * was evidently meant counts; a key of a map stands for itself.
 */
export function flattenIssues(issues: readonly Issue[], from: readonly PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = [...from, ...issue.path];
    if (issue.code === "invalid_key") return flattenIssues(issue.issues, path);
    if (issue.code !== "invalid_union") return [{ ...issue, path }];
    const meant = issue.errors.find((form) => !form.some(isOtherKind));
    return meant ? flattenIssues(meant, path) : [{ ...issue, path, message: alternatives(issue) }];
  });
}

/** Tells that a form is for another kind of value altogether. */
const isOtherKind = (issue: Issue): boolean =>
  issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");

function alternatives(issue: z.core.$ZodIssueInvalidUnion): string {
  const sentences = issue.errors.flatMap((form) => form.map((one) => one.message));
  return [...new Set(sentences)].join(" Or: ");
}
