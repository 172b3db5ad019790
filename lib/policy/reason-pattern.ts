import { z } from "zod";

/**
 * What a reason must name, such as a ticket: letters, digits and `- _ / . :`, in which `#` stands for one or more
 * digits. Bounded, and read once from left to right: no pattern makes it slow. A digit or another `#` right behind `#`
 * is refused, because it would be ambiguous where the digits end.
 */
export const reasonPatternSchema = z
  .string()
  .trim()
  .min(2, "At least 2 characters, such as OPS-#")
  .max(40, "At most 40 characters")
  .regex(/^[A-Za-z0-9_\-/.:#]+$/, "Letters, digits and - _ / . : only; # stands for digits, as in OPS-#")
  .regex(/[A-Za-z0-9#]/, "Name something: OPS-# stands for OPS-1234")
  .refine(
    (pattern) => !/#[0-9#]/.test(pattern),
    "A digit or # cannot follow #: where its digits end would not be clear",
  );

/** Signs that may stand around a word in a sentence, and belong to none. */
const AROUND = /^[("'[{<]+|[)"'\]}>.,;:!?]+$/g;

/** Tells whether a reason has a word that fits a pattern, whatever its case. At most as many steps as it has characters. */
export function reasonNames(pattern: string, reason: string): boolean {
  const wanted = pattern.toLowerCase();
  return reason
    .toLowerCase()
    .split(/\s+/)
    .some((word) => fits(wanted, word) || fits(wanted, word.replace(AROUND, "")));
}

function fits(pattern: string, word: string): boolean {
  let position = 0;
  for (const sign of pattern) {
    const from = position;
    if (sign === "#") while (isDigit(word[position])) position += 1;
    else if (word[position] === sign) position += 1;
    if (position === from) return false;
  }
  return position === word.length;
}

const isDigit = (sign: string | undefined): boolean => sign !== undefined && sign >= "0" && sign <= "9";

/** What a pattern would accept, for a hint: `OPS-#` is `OPS-1234`. */
export const exampleOf = (pattern: string): string => pattern.replaceAll("#", "1234");
