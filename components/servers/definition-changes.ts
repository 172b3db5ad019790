type Definition = Readonly<Record<string, unknown>>;

/** One difference between two definitions of a tool. Names and values are the server's: untrusted text. */
export type DefinitionChange = {
  kind: "new" | "changed" | "less";
  what: "argument" | "hint" | "part";
  name: string;
  before?: string;
  after?: string;
};

/** `same`: what is equal on both sides, by name. */
export type DefinitionDifferences = { changes: DefinitionChange[]; same: string[] };

/** What our words for the parts of a definition are. */
const PARTS: Readonly<Record<string, string>> = {
  title: "title",
  description: "description",
  inputSchema: "arguments",
  outputSchema: "form of its results",
  annotations: "hints",
  icons: "icons",
  execution: "way of running",
  _meta: "extensions",
};

/** Values longer than this are told apart in the full text only. */
const SHOWN_MOST = 240;

/** How the definition that a server offers differs from the one that was accepted, part by part. */
export function definitionDifferences(pinned: Definition, offered: Definition): DefinitionDifferences {
  const found: DefinitionDifferences = { changes: [], same: [] };
  for (const [part, word] of Object.entries(PARTS)) {
    const [before, after] = [pinned[part], offered[part]];
    if (before === undefined && after === undefined) continue;
    if (print(before) === print(after)) found.same.push(word);
    else if (part === "inputSchema") compareArguments(found, asObject(before), asObject(after));
    else if (part === "annotations")
      compareEntries(found, "hint", { before: asObject(before), after: asObject(after) });
    else found.changes.push(changeOf("part", word, { before, after }));
  }
  return found;
}

function compareArguments(found: DefinitionDifferences, before: Definition, after: Definition): void {
  const { properties: argumentsBefore, ...restBefore } = before;
  const { properties: argumentsAfter, ...restAfter } = after;
  compareEntries(found, "argument", { before: asObject(argumentsBefore), after: asObject(argumentsAfter) });
  compareEntries(found, "part", { before: restBefore, after: restAfter });
}

function compareEntries(
  found: DefinitionDifferences,
  what: DefinitionChange["what"],
  { before, after }: { before: Definition; after: Definition },
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const said = what === "part" ? `${name} of the arguments` : name;
    if (print(before[name]) !== print(after[name]))
      found.changes.push(changeOf(what, said, { before: before[name], after: after[name] }));
    else found.same.push(what === "part" ? said : `${what} ${name}`);
  }
}

type Sides = { before: unknown; after: unknown };

function changeOf(what: DefinitionChange["what"], name: string, { before, after }: Sides): DefinitionChange {
  const kind = before === undefined ? "new" : after === undefined ? "less" : "changed";
  const [shownBefore, shownAfter] = [shown(before), shown(after)];
  const tooLong = shownBefore === null || shownAfter === null;
  return tooLong ? { kind, what, name } : { kind, what, name, before: shownBefore, after: shownAfter };
}

const asObject = (value: unknown): Definition =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Definition) : {}; // just checked

/** Both sides were stored in canonical form, so that equal values are equal texts. */
const print = (value: unknown): string | undefined => JSON.stringify(value);

/** A value as text; undefined where there is none, null where it is too long to stand in a row. */
function shown(value: unknown): string | undefined | null {
  const text = typeof value === "string" ? value : print(value);
  return text !== undefined && text.length > SHOWN_MOST ? null : text;
}
