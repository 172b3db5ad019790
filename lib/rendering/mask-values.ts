import type { Json } from "../base/schema";
import { matchesPattern } from "../policy/schema";

/** A longer secret is no password or key; a mask must not become a place to hide text in. */
const LONGEST = 4096;

/** A value without its secrets, and where they stood (JSON pointers, RFC 6901). */
export type Masked = { value: Json; masked: string[] };

/**
 * Takes out the texts whose name a rule masks, at any depth. What stands in their place says how long they are; the
 * digest that a reviewer signs is over the value with them.
 *
 * @param patterns Names, in which `*` stands for anything; upper and lower case are the same.
 */
export function maskValues(value: Json, patterns: readonly string[]): Masked {
  const masked: string[] = [];
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  const isMasked = (name: string) => lower.some((pattern) => matchesPattern(pattern, name.toLowerCase()));
  const walk = (part: Json, pointer: string, hide: boolean): Json => {
    if (typeof part === "string" && hide && part.length <= LONGEST && part !== "") {
      masked.push(pointer);
      return `[masked, ${part.length} characters]`;
    }
    if (Array.isArray(part)) return part.map((item, at) => walk(item, `${pointer}/${at}`, hide));
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, item]) => [name, walk(item, `${pointer}/${escaped(name)}`, isMasked(name))]),
    );
  };
  return lower.length === 0 ? { value, masked } : { value: walk(value, "", false), masked };
}

const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
