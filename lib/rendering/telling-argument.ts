/** An argument that tells what a call is about, its name as it was given. */
export type Telling = { key: string; text: string };

/** The longest value that stands in a sentence; longer ones are among the arguments, complete. */
const LEGIBLE = 120;

/** Arguments by which people tell one call of a tool from another, most telling first, as `plainKey` writes them. */
export const TELLING: readonly string[] = [
  ...["path", "filepath", "file", "filename", "uri", "url", "key", "name", "title", "subject"],
  ...["table", "tagname", "tag", "repo", "repository", "branch", "slug", "id", "number"],
];

/**
 * The first of these arguments that is there and fits into a sentence; nothing is shortened for it.
 *
 * @param given Arguments that the tool's definition declares: others could be put in front of the one that counts.
 */
export function tellingArgument(given: unknown, keys: readonly string[] = TELLING): Telling | null {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return null;
  for (const wanted of keys) {
    const found = Object.entries(given).filter(([key]) => plainKey(key) === wanted);
    const [[key, value] = ["", null], ...others] = found;
    const text = others.length === 0 ? legible(value) : null; // two of one name: neither is told
    if (text !== null) return { key, text };
  }
  return null;
}

/** Arguments without those that a tool's definition does not declare; null when it declares none. */
export function declaredArguments(given: unknown, inputSchema: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return null;
  const declared = propertiesOf(inputSchema);
  return declared && Object.fromEntries(Object.entries(given).filter(([key]) => Object.hasOwn(declared, key)));
}

function propertiesOf(inputSchema: unknown): object | null {
  if (typeof inputSchema !== "object" || inputSchema === null || !("properties" in inputSchema)) return null;
  const { properties } = inputSchema;
  return typeof properties === "object" && properties !== null ? properties : null;
}

/** `issue_number`, `issueNumber` and `issue-number` are one name. */
export const plainKey = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, "");

/** A value as it stands in a sentence; null when it is no text and no whole number, or too long. */
export function legible(value: unknown): string | null {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  return typeof value === "string" && value !== "" && value.length <= LEGIBLE ? value : null;
}
