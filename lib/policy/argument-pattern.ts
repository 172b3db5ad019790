import { z } from "zod";
import { canonicalJson, hasMarks, type Json, spelledOut } from "../base/schema";

const name = z.string().max(1000);

/** What one argument must be. Every condition but `any` needs the argument to be there. */
export const conditionSchema = z.discriminatedUnion("must", [
  /** One value, by SHA-256 of its canonical JSON (hex). `shown` is that JSON; absent where a rule masks it. */
  z.strictObject({ name, must: z.literal("equal"), digest: z.string(), shown: z.string().optional() }),
  /** A text that begins so, and does not lead elsewhere afterwards. */
  z.strictObject({ name, must: z.literal("begin"), text: z.string().min(1).max(500) }),
  z.strictObject({ name, must: z.literal("any") }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/** Which arguments a person lets a tool be called with: one condition for each; any other argument does not fit. */
export const argumentPatternSchema = z
  .array(conditionSchema)
  .max(200)
  .refine((all) => new Set(all.map((one) => one.name)).size === all.length, "Each argument is named once");
export type ArgumentPattern = z.infer<typeof argumentPatternSchema>;

/** Why arguments do not fit, by the argument at fault. */
export type Misfit = { name: string; why: "missing" | "unnamed" | "differs" | "leads_elsewhere" };

type Fields = { [name: string]: Json };

/**
 * Tells why arguments do not fit a pattern; null when they do. Strict where a text might be read in another way than it
 * looks: what only begins right must not climb out of it, hide characters, or go on in the name of a host.
 *
 * @param digestOf SHA-256 in hex: the browser has another one than the server.
 */
export function misfitOf(pattern: ArgumentPattern, given: Fields, digestOf: (text: string) => string): Misfit | null {
  const conditions = new Map(pattern.map((condition) => [condition.name, condition]));
  const unnamed = Object.keys(given).find((key) => !conditions.has(key));
  if (unnamed !== undefined) return { name: unnamed, why: "unnamed" };
  for (const condition of pattern) {
    const there = Object.hasOwn(given, condition.name);
    if (condition.must === "any") continue;
    if (!there) return { name: condition.name, why: "missing" };
    const why = faultOf(condition, given[condition.name] as Json, digestOf); // its own member
    if (why) return { name: condition.name, why };
  }
  return null;
}

function faultOf(
  condition: Exclude<Condition, { must: "any" }>,
  value: Json,
  digestOf: (text: string) => string,
): Misfit["why"] | null {
  if (condition.must === "equal") return digestOf(canonicalJson(value)) === condition.digest ? null : "differs";
  if (typeof value !== "string" || !value.startsWith(condition.text)) return "differs";
  return value === condition.text || isPlain(value) ? null : "leads_elsewhere";
}

/** A text that means what it begins with: nothing climbs, nothing is encoded or hidden. */
const isPlain = (text: string): boolean =>
  !hasMarks(text) && !/[\\%]/.test(text) && !/\p{Cc}/u.test(text) && !text.includes("..");

/**
 * Tells which of some pinned arguments is not as it must be; null when all are. Unlike a pattern, it says nothing of the
 * other arguments.
 */
export function unpinnedOf(pins: ArgumentPattern, given: Fields, digestOf: (text: string) => string): Condition | null {
  const named = (condition: Condition): Fields =>
    Object.hasOwn(given, condition.name) ? { [condition.name]: given[condition.name] as Json } : {}; // its own member
  return pins.find((condition) => misfitOf([condition], named(condition), digestOf) !== null) ?? null;
}

/** Why a beginning lets too much through: an address must be given past its host, or another host could begin so. */
export function faultOfBeginning(text: string): string | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text);
  if (!address) return null;
  return text.indexOf("/", address[0].length) > 0 ? null : "An address must begin with its whole host and a “/”.";
}

/** Says a pattern in words: `path begins with "/docs/", mode is "append", any note`. */
export function sayPattern(pattern: ArgumentPattern): string {
  if (pattern.length === 0) return "no arguments";
  return spelledOut(pattern.map(sayCondition).join(", "));
}

function sayCondition(condition: Condition): string {
  if (condition.must === "any") return `any ${condition.name}`;
  if (condition.must === "begin") return `${condition.name} begins with ${JSON.stringify(condition.text)}`;
  return `${condition.name} is ${condition.shown ?? "the same, masked value"}`;
}
