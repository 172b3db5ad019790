import type { Json } from "../base/schema";
import { maskValues } from "./mask-values";

type Fields = { [name: string]: Json };
const STANDS_FOR = /^\[masked, \d+ characters\]$/;

/**
 * Puts the secrets back into arguments that somebody has edited without seeing them: what stands where a secret was
 * masked, as it was shown, is that secret again.
 *
 * @param patterns As they were masked with.
 * @returns null when what stands for a secret was moved to where it never was: it would be sent as these words.
 */
export function restoreMasked(edited: Fields, original: Json, patterns: readonly string[]): Fields | null {
  const { value: shown, masked } = maskValues(original, patterns);
  const secrets = new Set(masked);
  const walk = (part: Json, was: Json | undefined, showed: Json | undefined, pointer: string): Json | undefined => {
    if (typeof part === "string") {
      if (!STANDS_FOR.test(part)) return part;
      return secrets.has(pointer) && part === showed ? was : undefined;
    }
    if (typeof part !== "object" || part === null) return part;
    const below = Object.entries(part).map(([name, child]): [string, Json | undefined] => [
      name,
      walk(child, childOf(was, name), childOf(showed, name), `${pointer}/${escaped(name)}`),
    ]);
    if (below.some(([, child]) => child === undefined)) return undefined;
    const whole = below as [string, Json][]; // none is undefined
    return Array.isArray(part) ? whole.map(([, child]) => child) : Object.fromEntries(whole);
  };
  return (walk(edited, original, shown, "") as Fields | undefined) ?? null; // an object stays one
}

function childOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Fields)[name]; // of a list the index, as entries name it
}

const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
