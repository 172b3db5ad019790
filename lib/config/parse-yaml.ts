import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { Path, Place, Problem } from "./problem";

/** A file as YAML understands it, and the way back from a value to its line. */
export type ParsedYaml = {
  value: unknown;
  problems: Problem[];
  /**
   * Where a value stands; where its key does, when it is a collection, is missing, or `of` asks for the key. What is not
   * in the file at all stands where its nearest ancestor does.
   */
  place: (path: Path, of?: "value" | "key") => Place;
};

type Parsed = Document.Parsed<ParsedNode>;

/**
 * Reads YAML 1.2 strictly: one document, each key once, keys that are texts, no tags of one's own, no alias that leads
 * into itself or multiplies the file. Anchors and `<<` are fine.
 */
export function parseYaml(text: string): ParsedYaml {
  const lineCounter = new LineCounter();
  const document: Parsed = parseDocument(text, {
    lineCounter,
    prettyErrors: false, // the pretty ones quote lines of the file
    stringKeys: true,
    merge: true,
    resolveKnownTags: false,
    logLevel: "error",
  });
  const at = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem = (offset: number, sentence: string): Problem => ({ ...at(offset), path: [], sentence });
  const problems = [...document.errors, ...document.warnings].map((error) => problem(error.pos[0], sayError(error)));
  problems.push(...badAliases(document).map(({ offset, sentence }) => problem(offset, sentence)));
  const value =
    problems.length === 0 ? toValue(document, (sentence) => problems.push(problem(0, sentence))) : undefined;
  return { value, problems, place: (path, of = "value") => at(offsetOf(document, path, of)) };
}

function toValue(document: Parsed, refuse: (sentence: string) => void): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    refuse("Its aliases multiply into far more than the file holds.");
    return undefined;
  }
}

function badAliases(document: Parsed): { offset: number; sentence: string }[] {
  const found: { offset: number; sentence: string }[] = [];
  visit(document, {
    Alias(_key, alias, ancestors) {
      const target = alias.resolve(document);
      const offset = alias.range?.[0] ?? 0;
      if (!target) found.push({ offset, sentence: "There is no anchor of this name above." });
      else if (ancestors.includes(target)) found.push({ offset, sentence: "This alias leads into itself." });
    },
  });
  return found;
}

function offsetOf(document: Parsed, path: Path, of: "value" | "key"): number {
  let node: Node | null | undefined = document.contents;
  let key = startOf(node) ?? 0;
  for (const step of path) {
    const inside: Node | null | undefined = isAlias(node) ? node.resolve(document) : node;
    if (isMap(inside)) {
      const pair = inside.items.find((item) => isScalar(item.key) && item.key.value === String(step));
      if (!pair) return key;
      key = startOf(pair.key) ?? key;
      node = pair.value as Node | null; // what a parsed document holds are nodes
    } else if (isSeq(inside) && inside.items[Number(step)] !== undefined) {
      node = inside.items[Number(step)] as Node | null;
      key = startOf(node) ?? key;
    } else return key;
  }
  const hasText = isScalar(node) && node.value !== null;
  return of === "value" && hasText ? (startOf(node) ?? key) : key;
}

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];

/** Sentences of ours: some of the library's quote what stands in the file, which may be a secret that should not. */
const SENTENCES: Partial<Record<YAMLError["code"], string>> = {
  DUPLICATE_KEY: "This key stands here twice.",
  TAB_AS_INDENT: "Indent with spaces, not with tabs.",
  BAD_INDENT: "The indentation does not fit what stands above.",
  MISSING_CHAR: "A closing quote, bracket or brace, or a comma, is missing before this.",
  MULTIPLE_DOCS: "There is one configuration in a file: leave out what follows ---.",
  TAG_RESOLVE_FAILED: "Tags (!…) are not supported here.",
  NON_STRING_KEY: "A key must be a plain name.",
  BLOCK_AS_IMPLICIT_KEY: "A colon too many: put the value in quotes, or what is nested on a line of its own.",
  BAD_SCALAR_START: "Put this value in quotes: it begins with a character that means something else.",
  MULTILINE_IMPLICIT_KEY: "A key must stand on one line with its colon.",
  BAD_DQ_ESCAPE: "There is no such escape; in single quotes a backslash is a backslash.",
  KEY_OVER_1024_CHARS: "A key has at most 1024 characters.",
};

const sayError = (error: YAMLError): string => SENTENCES[error.code] ?? "This is not valid YAML.";
