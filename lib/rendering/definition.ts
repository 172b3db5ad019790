/** What a tool's pinned definition says about one argument, as far as it helps to show it. */
export type ArgumentHint = { format?: string; encoding?: string };

type Schema = { [name: string]: unknown };
const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The JSON Schema of a tool's arguments; anything else helps nobody and is left out. Source: MCP Tool.inputSchema. */
export type Definition = { properties: ReadonlyMap<string, Schema>; open: boolean };

/** Reads what a definition says about the arguments at its top level. */
export function readDefinition(inputSchema: unknown): Definition | null {
  if (!isSchema(inputSchema) || !isSchema(inputSchema.properties)) return null;
  const properties = new Map<string, Schema>();
  for (const [name, schema] of Object.entries(inputSchema.properties))
    if (isSchema(schema)) properties.set(name, schema);
  // Parts that add names elsewhere make the list of names incomplete.
  const elsewhere = ["patternProperties", "allOf", "anyOf", "oneOf", "$ref", "if"].some((part) => part in inputSchema);
  return { properties, open: elsewhere || isSchema(inputSchema.additionalProperties) };
}

export function hintFor(definition: Definition | null, name: string): ArgumentHint {
  const schema = definition?.properties.get(name);
  const text = (part: unknown) => (typeof part === "string" ? part : undefined);
  return { format: text(schema?.format), encoding: text(schema?.contentEncoding) };
}

/** Arguments that were not sent and for which the server says what it takes instead. */
export function defaultsOf(definition: Definition | null, sent: ReadonlySet<string>): [name: string, value: unknown][] {
  return [...(definition?.properties ?? [])].flatMap(([name, schema]): [string, unknown][] =>
    sent.has(name) || !("default" in schema) ? [] : [[name, schema.default]],
  );
}

/** Whether the definition knows no argument of this name. */
export const isUnknown = (definition: Definition | null, name: string): boolean =>
  definition !== null && !definition.open && !definition.properties.has(name);
