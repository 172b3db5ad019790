import { memberOf, namesIn } from "./pointer";

export type Copied = { [keyword: string]: unknown };
/** A definition made safe to evaluate, and what its references stand for. */
export type Definition = { root: Copied; lookup: { [ref: string]: Copied }; draft: "7" | "2020-12"; fuel: Fuel };
/** What one evaluation may still cost, in values looked at. */
export type Fuel = { left: number; perLook: number };

const MOST_VALUES = 5000;
const DEEPEST = 40;
const CHARACTERS_A_VALUE = 64;

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"];
const isType = (value: unknown): boolean => typeof value === "string" && TYPES.includes(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0; // a number, by then
const isNumber = (value: unknown): boolean => typeof value === "number";

/** What is looked at, and what its value must be; whatever else stands there is left to the server. */
const VALUES: { [keyword: string]: (value: unknown) => boolean } = {
  type: (value) => isType(value) || (Array.isArray(value) && value.length > 0 && value.every(isType)),
  enum: (value) => Array.isArray(value) && value.length > 0,
  const: () => true,
  required: (value) => Array.isArray(value) && value.every((name) => typeof name === "string"),
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  // Of fractions a remainder is never exact.
  multipleOf: (value) => isCount(value) && value !== 0,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minProperties: isCount,
  maxProperties: isCount,
};
const ONE = ["items", "additionalItems", "additionalProperties", "not", "if", "then", "else"];
const SEVERAL = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];
const NAMED = ["properties", "$defs", "definitions"];

type Copying = { values: number; refs: Set<string>; fuel: Fuel };

/**
 * Copies of a definition of arguments what can be evaluated safely. It is the word of a server that nobody trusts, and is
 * evaluated in the browser of a person who must be able to answer: so patterns and formats are left out, because a
 * regular expression may take for ever; items are not compared with one another; references are followed inside the
 * definition only, never fetched; and each look at a part of it costs, so that a definition that branches without end
 * runs out instead.
 *
 * @param text JSON Schema as text.
 * @throws When it cannot be used: no schema, too much of it, or a reference that leads out of it.
 */
export function copyDefinition(text: string): Definition {
  const schema: unknown = JSON.parse(text);
  const fuel = { left: 0, perLook: 0 };
  const copying = { values: 0, refs: new Set<string>(), fuel };
  const root = copy(schema, copying, 0);
  const lookup = nothing();
  for (const ref of copying.refs) lookup[ref] = resolve(root, ref);
  const old = isObject(schema) && /draft-0[467]/.test(String(schema.$schema).slice(0, 100));
  return { root, lookup: lookup as Definition["lookup"], draft: old ? "7" : "2020-12", fuel }; // resolve gives parts of the copy
}

const isObject = (value: unknown): value is Copied =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const nothing = (): Copied => Object.create(null) as Copied; // the type of Object.create is any

function copy(schema: unknown, copying: Copying, depth: number): Copied {
  if (depth > DEEPEST) throw new Error("too deep");
  const made = nothing();
  if (schema === false) made.not = copy(true, copying, depth + 1);
  const of = isObject(schema) ? schema : {};
  if (!isObject(schema) && typeof schema !== "boolean") throw new Error("no schema");
  const before = copying.values++;
  for (const [keyword, fits] of Object.entries(VALUES)) {
    if (!Object.hasOwn(of, keyword) || !fits(of[keyword])) continue;
    made[keyword] = of[keyword];
    count(of[keyword], copying, depth);
  }
  const own = copying.values - before;
  copyParts(of, made, { ...copying, deeper: (part) => copy(part, copying, depth + 1) });
  if (copying.values > MOST_VALUES) throw new Error("too much");
  const type = made.type;
  // Every look at a part reads its type: that is where it is paid for.
  Object.defineProperty(made, "type", {
    enumerable: true,
    get: () => {
      copying.fuel.left -= own + copying.fuel.perLook;
      if (copying.fuel.left < 0) throw new Error("too long");
      return type;
    },
  });
  return made;
}

type Parts = Pick<Copying, "refs"> & { deeper: (part: unknown) => Copied };

function copyParts(of: Copied, made: Copied, { refs, deeper }: Parts): void {
  for (const keyword of ONE)
    if (isObject(of[keyword]) || typeof of[keyword] === "boolean") made[keyword] = deeper(of[keyword]);
  for (const keyword of SEVERAL) {
    const parts = of[keyword];
    if (Array.isArray(parts) && parts.length > 0) made[keyword] = parts.map(deeper);
  }
  for (const keyword of NAMED) {
    const parts = of[keyword];
    if (!isObject(parts)) continue;
    const copies = nothing();
    for (const [name, part] of Object.entries(parts)) copies[name] = deeper(part);
    made[keyword] = copies;
  }
  // A name that a pattern takes is none of those that are left over.
  if (Object.hasOwn(of, "patternProperties")) delete made.additionalProperties;
  if (typeof of.$ref !== "string") return;
  made.$ref = of.$ref;
  refs.add(of.$ref);
}

function count(value: unknown, copying: Copying, depth: number): void {
  copying.values += 1 + (typeof value === "string" ? value.length / CHARACTERS_A_VALUE : 0);
  if (depth > DEEPEST || copying.values > MOST_VALUES) throw new Error("too much");
  if (typeof value !== "object" || value === null) return;
  for (const part of Object.values(value)) count(part, copying, depth + 1);
}

/** @throws When it leads anywhere else than to a part that was copied. */
function resolve(root: Copied, ref: string): Copied {
  if (ref !== "#" && !ref.startsWith("#/")) throw new Error("leads out of it");
  const found = namesIn(decodeURIComponent(ref)).reduce<unknown>(memberOf, root);
  if (!isObject(found)) throw new Error("leads nowhere");
  return found;
}
