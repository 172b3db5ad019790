import type { Json } from "../base/index";
import { maskValues } from "../rendering/schema";

/** Arguments with one value that should not be there, and what a person who looks would have seen. */
export type Spoiled = { arguments: { [name: string]: Json }; pointer: string; suspicious: string };

type Leaf = { path: readonly string[]; value: string | number };
type Spoiling = { is: RegExp; to: (text: string) => string; says: string };

/**
 * What a value becomes, by what it looks like. Nothing of it works: addresses end in `.example`, which nobody can own,
 * and none of it is ever sent.
 */
const SPOILINGS: readonly Spoiling[] = [
  {
    is: /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i,
    to: (text) => text.replace(/@(.+)\.([a-z]{2,})$/i, (_, domain: string) => `@${domain}-billing.example`),
    says: "it went to an address in another domain than before",
  },
  {
    is: /^https?:\/\/[^\s/?#]+/i,
    to: (text) =>
      text.replace(
        /^(https?:\/\/)([^\s/?#]+)/i,
        (_, scheme: string, host: string) => `${scheme}${host.replace(/:\d+$/, "")}.collect.example`,
      ),
    says: "it named another host, which only begins like the one before",
  },
  {
    is: /^[^\s:]*[^\s/:]\.[a-z0-9]{1,8}$|^\.{0,2}\/\S+$|^[\w.-]+(?:\/[\w.-]+)+$/i,
    to: (text) => `${text.includes("/") ? text.replace(/[^/]*$/, "") : ""}../../.ssh/authorized_keys`,
    says: "it left its folder, for the file that says who may log in",
  },
];
const NUMBER_TIMES = 1000;
/** A longer text is left alone: nobody compares it by eye, and whoever sent it does not say how long we look at it. */
const LOOKED_AT = 500;

/**
 * Puts one value that should not be there into arguments that were harmless.
 *
 * @param mask Names whose values nobody is shown: those are left alone, for nobody could notice.
 * @param draw Gives a whole number from 0 to below its argument.
 * @returns Null where nothing in them is of a kind that can be spoiled.
 */
export function spoilArguments(
  given: { [name: string]: Json },
  mask: readonly string[],
  draw: (below: number) => number,
): Spoiled | null {
  const { masked } = maskValues(given, mask);
  const hidden = new Set(masked);
  const options = [...leavesOf(given, [])].flatMap((leaf) => {
    const pointer = pointerTo(leaf.path);
    const spoiled = hidden.has(pointer) ? null : spoil(leaf.value);
    return spoiled ? [{ ...spoiled, pointer, path: leaf.path }] : [];
  });
  const one = options[draw(Math.max(1, options.length))];
  if (!one) return null;
  const changed = replaceAt(given, one.path, one.value) as { [name: string]: Json }; // the same object, but for one leaf
  return { arguments: changed, pointer: one.pointer, suspicious: `Look at ${one.path.join(", ")}: ${one.says}.` };
}

function spoil(value: string | number): { value: string | number; says: string } | null {
  if (typeof value === "number")
    return Number.isInteger(value) && value > 0 && value < 1e9
      ? { value: value * NUMBER_TIMES, says: `it was ${NUMBER_TIMES} times what it was before` }
      : null;
  if (value.length > LOOKED_AT) return null;
  const found = SPOILINGS.find(({ is }) => is.test(value));
  return found ? { value: found.to(value), says: found.says } : null;
}

function* leavesOf(value: Json, path: readonly string[]): Generator<Leaf> {
  if (typeof value === "string" || typeof value === "number") yield { path, value };
  else if (typeof value === "object" && value !== null)
    for (const [name, inner] of Object.entries(value)) yield* leavesOf(inner, [...path, name]);
}

const pointerTo = (path: readonly string[]): string =>
  path.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

function replaceAt(value: Json, [name, ...rest]: readonly string[], by: string | number): Json {
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.map((inner, at) => (String(at) === name ? replaceAt(inner, rest, by) : inner));
  if (typeof value !== "object" || value === null) return value;
  return { ...value, [name]: replaceAt(value[name] ?? null, rest, by) };
}

/** What stands at a place in a value; undefined where there is nothing. Source: RFC 6901. */
export function valueAt(value: Json, pointer: string): Json | undefined {
  const names = pointer.split("/").slice(1);
  return names.reduce<Json | undefined>((inner, name) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    const plain = name.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(inner)) return inner[Number(plain)];
    return Object.hasOwn(inner, plain) ? inner[plain] : undefined;
  }, value);
}
