import type { Json } from "../base/schema";
import { type Remark, warn } from "./rendering";

/** JSON that a text holds, with what two readers of it could understand differently. */
export type JsonInText = { value: Json; remarks: Remark[] };

/** How deep JSON inside texts inside JSON is followed. */
const DEEPEST = 5;

/** Reads the JSON inside a text that is JSON; null beyond a depth at which nobody reads. */
export function jsonInText(text: string, depth: number): JsonInText | null {
  if (depth >= DEEPEST) return null;
  const value = JSON.parse(text) as Json; // it was parsed once, to tell what it is
  const written = (text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []).length;
  const repeated = written === keysOf(value) ? [] : [warn("It uses a key twice: two readers could differ.")];
  const changed = numbersChange(text) ? [warn("It holds a number that readers round differently.")] : [];
  return { value, remarks: [...repeated, ...changed] };
}

function keysOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return own + Object.values(value).reduce<number>((sum, item) => sum + keysOf(item), 0);
}

function numbersChange(text: string): boolean {
  const outside = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  return (outside.match(/-?\d[\d.eE+-]*/g) ?? []).some((literal) => {
    const digits = literal
      .replace(/[eE].*$/, "")
      .replaceAll(/[-.]/g, "")
      .replace(/^0+|0+$/g, "");
    return digits.length > 15 || !Number.isFinite(Number(literal));
  });
}
