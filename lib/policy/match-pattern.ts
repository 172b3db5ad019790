/**
 * Tells whether a name fits a pattern, in which `*` stands for any run of characters (none included). No regular
 * expression: a pattern such as `a*a*a*a*b` would make one backtrack for minutes, and people type these.
 * At most length(pattern) × length(name) steps.
 */
export function matchesPattern(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let position = 0; position < name.length; ) {
    if (pattern[at] === "*") {
      star = at;
      resume = position;
      at += 1;
    } else if (pattern[at] === name[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      resume += 1;
      position = resume;
      at = star + 1;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

/** Tells whether a pattern fits every name: it is absent, or stars only. */
export const matchesAny = (pattern: string | undefined): boolean => pattern === undefined || /^\*+$/.test(pattern);

/**
 * How much a pattern says: 0 for any name, the number of its literal characters when it has a star, and more than
 * any pattern when it is an exact name.
 */
export function specificity(pattern: string | undefined): number {
  if (pattern === undefined || matchesAny(pattern)) return 0;
  if (!pattern.includes("*")) return Number.POSITIVE_INFINITY;
  return pattern.replaceAll("*", "").length;
}
