/** What a value is, in the word that stands at the end of its row. */
export type ArgumentType = "text" | "number" | "boolean" | "null" | "list" | "object";

/** One row of an arguments table: a key at its depth, and either a value or a branch that rows below belong to. */
export type ArgumentRow = {
  /** Where it is, as RFC 6901 writes it: "/files/0/path". */
  pointer: string;
  key: string;
  depth: number;
  type: ArgumentType;
  /** The value as text. Branches have none, except short lists, which stand in one line. */
  value: string | null;
  /** "text, 151", "3 entries". */
  typeWords: string;
  /** What the eye would miss: spaces or line breaks at the ends, nothing at all. */
  note: string | null;
};

const SHORT_TEXT = 40;
const LONG_TEXT = 60;

/**
 * Every value of parsed JSON as rows, in canonical order (keys by UTF-16 code unit, as RFC 8785 sorts them). Nothing is
 * left out. A generator, so that a megabyte need not be walked before the first row is shown.
 */
export function* argumentRows(value: unknown): Generator<ArgumentRow> {
  if (isBranch(value)) {
    yield* childrenOf(value, { pointer: "", depth: 0 });
  } else {
    yield leaf(value, { pointer: "", key: "value", depth: 0 });
  }
}

type Place = { pointer: string; key: string; depth: number };
type Branch = Record<string, unknown> | readonly unknown[];

const isBranch = (value: unknown): value is Branch => typeof value === "object" && value !== null;

function* childrenOf(value: Branch, parent: { pointer: string; depth: number }): Generator<ArgumentRow> {
  for (const [token, child] of entriesOf(value)) {
    const place: Place = {
      pointer: `${parent.pointer}/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      key: Array.isArray(value) ? `[${token}]` : token,
      depth: parent.depth,
    };
    if (!isBranch(child) || entryCount(child) === 0 || isShortList(child)) {
      yield leaf(child, place);
    } else {
      yield { ...place, type: typeOf(child), value: null, typeWords: entryWords(child), note: null };
      yield* childrenOf(child, { pointer: place.pointer, depth: place.depth + 1 });
    }
  }
}

function entriesOf(value: Branch): Iterable<[string, unknown]> {
  if (Array.isArray(value)) {
    return value.map((child, at): [string, unknown] => [String(at), child]);
  }
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

const entryCount = (value: Branch): number => (Array.isArray(value) ? value.length : Object.keys(value).length);

const entryWords = (value: Branch): string => {
  const count = entryCount(value);
  const noun = Array.isArray(value) ? "list" : "object";
  return `${noun}, ${count} ${count === 1 ? "entry" : "entries"}`;
};

/** A list whose values are all short and simple reads best in one line, each value as JSON writes it. */
function isShortList(value: Branch): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.every((child) =>
      typeof child === "string" ? child.length <= SHORT_TEXT && !/\s/.test(child) : !isBranch(child),
    )
  );
}

function leaf(value: unknown, place: Place): ArgumentRow {
  if (isBranch(value)) {
    const text = Array.isArray(value) ? value.map((child) => JSON.stringify(child)).join(", ") : "";
    const note = entryCount(value) === 0 ? "empty" : null;
    return { ...place, type: typeOf(value), value: text, typeWords: entryWords(value), note };
  }
  if (typeof value === "string") {
    const words = value.length > LONG_TEXT || /\s/.test(value) ? `text, ${value.length}` : "text";
    return { ...place, type: "text", value, typeWords: words, note: endsNote(value) };
  }
  const type = typeOf(value);
  return { ...place, type, value: String(value), typeWords: type, note: null };
}

function typeOf(value: unknown): ArgumentType {
  if (value === null || value === undefined) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "list";
  }
  const kind = typeof value;
  return kind === "string" ? "text" : kind === "number" || kind === "boolean" ? kind : "object";
}

/** Says what stands unseen at the ends of a text. */
function endsNote(text: string): string | null {
  if (text === "") {
    return "empty text";
  }
  const first = /^[ \t\n]+/.exec(text)?.[0];
  const last = /[ \t\n]+$/.exec(text)?.[0];
  if (first === text) {
    return `only ${blanks(text)}`;
  }
  const said = [first && `starts with ${blanks(first)}`, last && `ends with ${blanks(last)}`].filter(Boolean);
  return said.length === 0 ? null : said.join(", ");
}

function blanks(text: string): string {
  const names = { " ": "space", "\t": "tab", "\n": "line break" };
  const kinds = (Object.entries(names) as [keyof typeof names, string][]).flatMap(([char, name]) => {
    const count = text.split(char).length - 1;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? "" : "s"}`];
  });
  return kinds.join(" and ");
}

/** Cuts a long text into pieces of about `size`, at line breaks where there are any, never inside a character. */
export function* textPieces(text: string, size = 4096): Generator<string> {
  let from = 0;
  while (text.length - from > size) {
    const line = text.lastIndexOf("\n", from + size);
    let to = line > from + size / 2 ? line + 1 : from + size;
    const unit = text.charCodeAt(to - 1);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      to += 1;
    }
    yield text.slice(from, to);
    from = to;
  }
  yield text.slice(from);
}
