import { changedFields, type RuleBody } from "@/lib/policy/schema";

/** A clock as a bar. `part` is its share of the longest one, on a logarithmic scale: 1 s is 0, the longest is 1. */
export type ClockBar = {
  field: "idleSeconds" | "leaseSeconds" | "endSeconds";
  word: string;
  seconds: number;
  part: number;
  changed: boolean;
};

const NESTED = [
  { field: "idleSeconds", word: "idle" },
  { field: "leaseSeconds", word: "lease" },
  { field: "endSeconds", word: "end" },
] as const;

/** A clock of a second must still be seen. */
const LEAST_PART = 0.02;

/** The clocks that fit inside each other, innermost first. */
export function nestedClocks(body: RuleBody, before: RuleBody | null): ClockBar[] {
  const changed = new Set<string>(before ? changedFields(before, body) : []);
  const longest = Math.max(2, ...NESTED.map(({ field }) => body[field]));
  return NESTED.map(({ field, word }) => ({
    field,
    word,
    seconds: body[field],
    part: Math.max(LEAST_PART, Math.log(body[field]) / Math.log(longest)),
    changed: changed.has(field),
  }));
}
