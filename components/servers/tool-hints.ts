import { toolAnnotationsSchema } from "@/lib/mcp/schema";

/** What a server claims about what its tool does, as far as classes depend on it. Unverified. */
export function hintsOf(definition: Readonly<Record<string, unknown>>): string {
  const read = toolAnnotationsSchema.safeParse(definition.annotations);
  const { readOnlyHint, destructiveHint } = read.success ? read.data : {};
  if (readOnlyHint === true) return "the server says that it only reads";
  if (destructiveHint === false) return "the server says that it writes but destroys nothing";
  if (destructiveHint === true) return "the server says that it may destroy";
  return "the server says nothing, so the worst is assumed";
}

/** What a server says that its tool is for; null when it says nothing. */
export function descriptionOf(definition: Readonly<Record<string, unknown>>): string | null {
  const { description } = definition;
  return typeof description === "string" && description.trim() !== "" ? description : null;
}
