/** What stands at a name of an object or a place of a list; undefined where nothing does. */
export function memberOf(part: unknown, name: string): unknown {
  return typeof part === "object" && part !== null && Object.hasOwn(part, name)
    ? (part as { [name: string]: unknown })[name] // it is its own
    : undefined;
}

/** The names in a JSON pointer. Source: RFC 6901. */
export const namesIn = (pointer: string): string[] => pointer.split("/").slice(1).map(unescaped);

export const unescaped = (name: string): string => name.replaceAll("~1", "/").replaceAll("~0", "~");
export const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
