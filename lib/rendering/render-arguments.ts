import type { Json } from "../base/schema";
import { alikeKeys } from "./alike-keys";
import { decodeBase64 } from "./decode-base64";
import { type Definition, defaultsOf, hintFor, isUnknown, readDefinition } from "./definition";
import { jsonInText } from "./json-in-text";
import { kindOfText } from "./kind-of-text";
import { plain, type Remark, type RenderedRow, type Rendering, TEMPLATE, type Uninspectable, warn } from "./rendering";
import { sayNumber } from "./say-number";
import { sayText } from "./say-text";

export type RenderingOf = {
  /** Where secrets were masked (JSON pointers); their places hold what stands for them. */
  masked?: readonly string[];
  /** The tool's pinned JSON Schema: what it says of names, formats and defaults. */
  inputSchema?: unknown;
};

/** More than this is not read by anybody, however it is shown: characters, and rows. */
const READABLE_CHARACTERS = 200_000;
const READABLE_ROWS = 10_000;

type Walk = {
  definition: Definition | null;
  masked: ReadonlySet<string>;
  rows: RenderedRow[];
  uninspectable: Uninspectable[];
  /** Texts inside which the walk stands at the moment. */
  inside: number;
  from: RenderedRow["from"];
};
type Place = { pointer: string; key: string; depth: number; name: string; siblings: Readonly<Record<string, Json>> };
type Branch = Readonly<Record<string, Json>> | readonly Json[];

/**
 * Renders canonical arguments for a person: every value in canonical order (keys by UTF-16 code unit, as RFC 8785 sorts
 * them), typed, nothing left out, with what the eye would miss said beside it. Pure: the same value, mask and definition
 * give the same rendering, whose digest a review names.
 */
export function renderArguments(value: Json, { masked = [], inputSchema }: RenderingOf = {}): Rendering {
  const definition = readDefinition(inputSchema);
  const walk: Walk = { definition, masked: new Set(masked), rows: [], uninspectable: [], inside: 0, from: "sent" };
  if (isBranch(value)) {
    children(walk, value, { pointer: "", depth: 0 });
    renderDefaults(walk, value);
  } else leaf(walk, value, { pointer: "", key: "value", depth: 0, name: "", siblings: {} });
  tooMuch(walk);
  return { template: TEMPLATE, rows: walk.rows, uninspectable: walk.uninspectable };
}

const isBranch = (value: Json): value is Json & Branch => typeof value === "object" && value !== null;
const tokenOf = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

function children(walk: Walk, value: Branch, parent: { pointer: string; depth: number }, listName = ""): void {
  const isList = Array.isArray(value);
  const siblings = isList ? {} : (value as Readonly<Record<string, Json>>); // not a list, so an object
  const alike = isList ? new Map<string, string>() : alikeKeys(Object.keys(value));
  for (const [token, child] of entriesOf(value)) {
    const place = {
      pointer: `${parent.pointer}/${tokenOf(token)}`,
      key: isList ? `[${token}]` : token,
      depth: parent.depth,
      name: isList ? listName : token,
      siblings,
    };
    const about = isList ? [] : sayKey(walk, place, alike.get(token));
    if (!isBranch(child) || entryCount(child) === 0 || isShortList(child, place.name)) leaf(walk, child, place, about);
    else {
      push(walk, place, { kind: Array.isArray(child) ? "list" : "object", words: entryWords(child), remarks: about });
      children(walk, child, { pointer: place.pointer, depth: place.depth + 1 }, place.name);
    }
  }
}

function sayKey({ definition, inside, from }: Walk, { pointer, key }: Place, alike: string | undefined): Remark[] {
  const remarks = alike === undefined ? [] : [warn(`This name looks like another one here: “${alike}”.`)];
  const top = inside === 0 && from === "sent" && pointer.lastIndexOf("/") === 0;
  if (top && isUnknown(definition, key)) remarks.push(warn("The tool’s definition has no such argument."));
  return remarks;
}

function entriesOf(value: Branch): [string, Json][] {
  if (Array.isArray(value)) return value.map((child: Json, at): [string, Json] => [String(at), child]);
  return Object.entries(value as Record<string, Json>).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); // not a list
}

const entryCount = (value: Branch): number => (Array.isArray(value) ? value.length : Object.keys(value).length);

function entryWords(value: Branch): string {
  const count = entryCount(value);
  return `${Array.isArray(value) ? "list" : "object"}, ${count} ${count === 1 ? "entry" : "entries"}`;
}

const SHORT_TEXT = 40;

/** A list whose values are all short and simple reads best in one line. */
function isShortList(value: Branch, name: string): boolean {
  return Array.isArray(value) && value.every((child: Json) => isSimple(child, name));
}

function isSimple(child: Json, name: string): boolean {
  if (typeof child !== "string") return !isBranch(child);
  if (child.length > SHORT_TEXT || /\s/.test(child)) return false;
  return sayText(child, kindOfText(child, name, {}), name).length === 0;
}

type Shown = { kind: RenderedRow["kind"]; value?: string; words: string; remarks: Remark[] };

function push(walk: Walk, { pointer, key, depth }: Place, { kind, value, words, remarks }: Shown): void {
  walk.rows.push({ pointer, key, depth, kind, value: value ?? null, typeWords: words, remarks, from: walk.from });
}

function leaf(walk: Walk, value: Json, place: Place, about: Remark[] = []): void {
  if (typeof value === "string") {
    textLeaf(walk, value, place, about);
    return;
  }
  const shown = simple(value, place);
  push(walk, place, { ...shown, remarks: [...about, ...shown.remarks] });
}

function simple(value: Exclude<Json, string>, { name, siblings }: Place): Shown {
  if (typeof value === "number") return { value: JSON.stringify(value), ...sayNumber(name, value, siblings) };
  if (!isBranch(value))
    return {
      kind: value === null ? "null" : "boolean",
      value: String(value),
      words: value === null ? "null" : "boolean",
      remarks: [],
    };
  const text = Array.isArray(value) ? value.map((child: Json) => JSON.stringify(child)).join(", ") : "";
  const kind = Array.isArray(value) ? "list" : "object";
  return { kind, value: text, words: entryWords(value), remarks: entryCount(value) === 0 ? [plain("empty")] : [] };
}

const LONG_TEXT = 60;
const WORDS: Partial<Record<RenderedRow["kind"], string>> = {
  url: "URL",
  email: "e-mail",
  sql: "SQL",
  json: "JSON in text",
};

function textLeaf(walk: Walk, text: string, place: Place, about: Remark[]): void {
  if (walk.masked.has(place.pointer)) {
    const remarks = [...about, plain("masked by rule; the digest covers it")];
    push(walk, place, { kind: "masked", value: text, words: "masked", remarks });
    return;
  }
  const kind = kindOfText(text, place.name, hintFor(walk.inside === 0 ? walk.definition : null, place.name));
  const count = text.length > LONG_TEXT || /\s/.test(text) ? `, ${text.length}` : "";
  const inner = kind === "json" ? jsonInText(text, walk.inside) : null;
  const remarks = [...about, ...sayText(text, kind, place.name), ...(inner?.remarks ?? [])];
  push(walk, place, { kind, value: text, words: `${WORDS[kind] ?? kind}${count}`, remarks });
  if (inner && isBranch(inner.value)) decoded(walk, place, inner.value);
  if (kind === "base64") decodeBytes(walk, text, place);
}

/** Shows what is inside a text, below it: not what is sent, but what will be read from it. */
function decoded(walk: Walk, place: Place, value: Json): void {
  const before = walk.from;
  const at = { pointer: `${place.pointer}#`, depth: place.depth + 1 };
  walk.inside += 1;
  walk.from = "decoded";
  if (isBranch(value)) children(walk, value, at, place.name);
  else textLeaf(walk, String(value), { ...place, ...at, key: "decoded" }, []);
  walk.inside -= 1;
  walk.from = before;
}

function decodeBytes(walk: Walk, text: string, place: Place): void {
  const found = decodeBase64(text, place.name);
  if (!found) return;
  if ("text" in found) decoded(walk, place, found.text);
  else walk.uninspectable.push({ pointer: place.pointer, why: `${found.bytes} bytes, ${found.looks}` });
}

function renderDefaults(walk: Walk, value: Json): void {
  if (Array.isArray(value) || !isBranch(value)) return;
  walk.from = "default";
  for (const [name, taken] of defaultsOf(walk.definition, new Set(Object.keys(value)))) {
    const place = { pointer: `/${tokenOf(name)}`, key: name, depth: 0, name, siblings: {} };
    const remarks = [plain("not sent; the server says that it takes this instead")];
    push(walk, place, { kind: "text", value: JSON.stringify(taken), words: "default", remarks });
  }
}

function tooMuch({ rows, uninspectable }: Walk): void {
  const characters = rows.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
  if (characters > READABLE_CHARACTERS)
    uninspectable.push({ pointer: "", why: `${characters} characters, more than a person reads` });
  else if (rows.length > READABLE_ROWS)
    uninspectable.push({ pointer: "", why: `${rows.length} values, more than a person reads` });
}
