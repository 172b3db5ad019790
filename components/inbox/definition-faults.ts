import { type OutputUnit, validate } from "@cfworker/json-schema";
import { counted } from "../ui/count";
import { copyDefinition, type Definition } from "./definition-copy";
import { escaped, memberOf, namesIn, unescaped } from "./pointer";

/** What a definition does not accept: where, as a JSON pointer, and why, in words. Both may hold the server's own text. */
export type Fault = { at: string; says: string };
type Fields = { [name: string]: unknown };

/** Enough for any definition that means well; at most some tenths of a second. */
const FUEL = 200_000;
/** What a look at a part costs at least; and how many values of what is looked at, whose names it lists, cost one. */
const A_LOOK = 4;
const VALUES_A_COST = 16;
const MOST_ERRORS = 2000;
const MOST_VALUES = 5000;
const CHARACTERS_A_VALUE = 64;

/** Reads a definition once, for many looks; null when it cannot be used, in which case nothing is said. */
export function readDefinition(inputSchema: string | null): Definition | null {
  if (inputSchema === null) return null;
  try {
    return copyDefinition(inputSchema);
  } catch {
    return null;
  }
}

/**
 * Says what a tool's definition does not accept of arguments. It is said to a person who may go on all the same: the
 * definition is the server's word, and must never be what keeps somebody from the answer they want to give.
 *
 * @param masked Where a value stands that is not shown (JSON pointers): what depends on it is not looked at.
 * @returns Nothing as well when the definition takes too long.
 */
export function faultsIn(definition: Definition, given: Fields, masked: readonly string[] = []): Fault[] {
  const { root, lookup, draft, fuel } = definition;
  try {
    const counted = { values: 0 };
    const instance = plain(given, counted);
    fuel.left = FUEL;
    fuel.perLook = A_LOOK + counted.values / VALUES_A_COST;
    const { errors } = validate(instance, root, draft, lookup, false);
    if (errors.length > MOST_ERRORS) return [];
    fuel.left = FUEL; // for what the words are made of
    const faults = topmost(errors)
      .filter((error) => !restsOnMask(error, masked, definition))
      .flatMap((error) => wordsFor(error, { definition, instance, errors }));
    return [...new Map(faults.map((fault) => [`${fault.at}\n${fault.says}`, fault])).values()];
  } catch {
    return [];
  }
}

/** The same without what objects bring along, so that `toString` is a name like others. */
function plain(value: unknown, counted: { values: number }): unknown {
  counted.values += 1 + (typeof value === "string" ? value.length / CHARACTERS_A_VALUE : 0);
  if (counted.values > MOST_VALUES) throw new Error("too much");
  if (Array.isArray(value)) return value.map((part) => plain(part, counted));
  if (typeof value !== "object" || value === null) return value;
  const made: Fields = Object.create(null);
  for (const [name, part] of Object.entries(value)) made[name] = plain(part, counted);
  return made;
}

const CHOICES = new Set(["anyOf", "oneOf", "not"]);

/** Without what a choice says of each of its branches. */
function topmost(errors: readonly OutputUnit[]): OutputUnit[] {
  const choices = errors.filter(({ keyword }) => CHOICES.has(keyword)).map(({ keywordLocation }) => keywordLocation);
  return errors.filter(({ keywordLocation }) => !choices.some((choice) => keywordLocation.startsWith(`${choice}/`)));
}

const ON_VALUES = new Set(["anyOf", "oneOf", "not", "const", "enum"]);

function restsOnMask(error: OutputUnit, masked: readonly string[], definition: Definition): boolean {
  if (masked.length === 0) return false;
  if (/\/(then|else)\//.test(error.keywordLocation)) return true;
  if (isUnknownName(error, definition)) return false;
  const at = pointerOf(error.instanceLocation);
  return masked.some(
    (mask) => `${at}/`.startsWith(`${mask}/`) || (mask.startsWith(`${at}/`) && ON_VALUES.has(error.keyword)),
  );
}

/** `#/a%20b/c~1d` as the library writes it, as a JSON pointer. */
const pointerOf = (location: string): string => decodeURI(location.slice(1));

/** What stands at a keyword, through the references that led there. */
function keywordAt({ root, lookup }: Definition, location: string): unknown {
  return location
    .split("/")
    .slice(1)
    .map((name) => unescaped(decodeURI(name)))
    .reduce<unknown>((part, name) => {
      const found = memberOf(part, name);
      return name === "$ref" && typeof found === "string" ? lookup[found] : found;
    }, root);
}

const isUnknownName = ({ keyword, keywordLocation }: OutputUnit, definition: Definition): boolean =>
  keyword === "not" && acceptsAll(keywordAt(definition, keywordLocation));

const acceptsAll = (schema: unknown): boolean => JSON.stringify(schema) === "{}";

type Around = { definition: Definition; instance: unknown; errors: readonly OutputUnit[] };

const BOUNDS: { [keyword: string]: (bound: number) => string } = {
  minimum: (bound) => `must be at least ${bound}`,
  maximum: (bound) => `must be at most ${bound}`,
  exclusiveMinimum: (bound) => `must be more than ${bound}`,
  exclusiveMaximum: (bound) => `must be less than ${bound}`,
  multipleOf: (bound) => `must be a multiple of ${bound}`,
  minLength: (bound) => `must have at least ${counted(bound, "character")}`,
  maxLength: (bound) => `must have at most ${counted(bound, "character")}`,
  minItems: (bound) => `must have at least ${counted(bound, "item")}`,
  maxItems: (bound) => `must have at most ${counted(bound, "item")}`,
  minProperties: (bound) => `must have at least ${counted(bound, "member")}`,
  maxProperties: (bound) => `must have at most ${counted(bound, "member")}`,
};

function wordsFor(error: OutputUnit, around: Around): Fault[] {
  const { keyword, keywordLocation, instanceLocation } = error;
  const at = pointerOf(instanceLocation);
  const value = keywordAt(around.definition, keywordLocation);
  const bound = BOUNDS[keyword];
  if (bound) return [{ at, says: bound(Number(value)) }];
  if (keyword === "type") return [{ at, says: `must be ${typeWords([value].flat())}` }];
  if (keyword === "const") return [{ at, says: `must be ${short(value)}` }];
  if (keyword === "enum") return [{ at, says: `must be one of ${shortList(value)}` }];
  if (keyword === "not")
    return [{ at, says: isUnknownName(error, around.definition) ? "is not known to the server" : "must be another" }];
  if (keyword === "anyOf" || keyword === "oneOf") return [{ at, says: choiceWords(error, around) }];
  if (keyword === "required") return missing(at, value, around.instance);
  return []; // a part that has faults of its own, which are said there
}

function missing(at: string, names: unknown, instance: unknown): Fault[] {
  const within = namesIn(at).reduce(memberOf, instance);
  return [names]
    .flat()
    .filter((name): name is string => typeof name === "string" && memberOf(within, name) === undefined)
    .map((name) => ({ at: `${at}/${escaped(name)}`, says: "is missing" }));
}

/** A choice between types is said as one; `null` beside a type is the most usual of all. */
function choiceWords(
  { keyword, keywordLocation, instanceLocation }: OutputUnit,
  { definition, errors }: Around,
): string {
  const branches = [keywordAt(definition, keywordLocation)].flat().length;
  const failing = Array.from({ length: branches }, (_, at) =>
    errors.filter((error) => error.keywordLocation.startsWith(`${keywordLocation}/${at}/`)),
  );
  if (keyword === "oneOf" && failing.some((found) => found.length === 0))
    return "fits several of the forms of which it may have one";
  const types = failing.map((found) =>
    found.find((error) => error.keyword === "type" && error.instanceLocation === instanceLocation),
  );
  const named = types.flatMap((error) => (error ? [keywordAt(definition, error.keywordLocation)].flat() : []));
  return types.every(Boolean) ? `must be ${typeWords(named)}` : "fits none of the forms that it may have";
}

const TYPE_WORDS: { [type: string]: string } = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object {…}",
  array: "a list […]",
  null: "null",
};

const typeWords = (types: readonly unknown[]): string =>
  [...new Set(types.map((type) => TYPE_WORDS[String(type)] ?? "something else"))].join(" or ");

const SHORT = 60;
const MOST_NAMED = 8;

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= SHORT ? text : `${text.slice(0, SHORT)}…`;
}

function shortList(value: unknown): string {
  const values = [value].flat();
  const more = values.length - MOST_NAMED;
  return `${values.slice(0, MOST_NAMED).map(short).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
