import { canonicalJson, digestOf, type Json } from "../base/index";
import { isObject, type JsonObject } from "./envelope";
import { type ParamHeader, readParamHeaders } from "./param-headers";
import { type ProposedClass, type ToolAnnotations, type ToolDefinition, toolDefinitionSchema } from "./schema";

/** The fields that make a tool what it is. Anything else a server sends is neither pinned nor passed on. */
const PINNED = [
  "name",
  "title",
  "description",
  "inputSchema",
  "outputSchema",
  "annotations",
  "icons",
  "execution",
  "_meta",
] as const;

export type ReadTool = {
  definition: ToolDefinition;
  /** RFC 8785 text of the definition: what is stored and compared. */
  text: string;
  /** SHA-256 of that text, 64 hex digits: what calls, grants and approvals are pinned to. */
  digest: string;
  proposedClass: ProposedClass;
  paramHeaders: readonly ParamHeader[];
};

export type UnusableTool = { name: string | null; fault: string };

/** Reads one tool as a server offers it, or says why it cannot be used. */
export function readTool(offered: Json): ReadTool | UnusableTool {
  if (!isObject(offered)) return { name: null, fault: "A tool is not an object." };
  const name = typeof offered.name === "string" ? offered.name.slice(0, 128).toWellFormed() : null;
  // The values are taken as they came, not as the schema's parser copies them: the digest is over the server's own.
  const pinned: JsonObject = {};
  for (const field of PINNED) {
    const value = offered[field];
    if (value !== undefined) pinned[field] = value;
  }
  const checked = toolDefinitionSchema.safeParse(pinned);
  if (!checked.success) return { name, fault: `Its definition is not valid at ${placeOf(checked.error.issues)}.` };
  const params = isObject(pinned.inputSchema) ? readParamHeaders(pinned.inputSchema) : { headers: [] };
  if (params.fault !== undefined) return { name, fault: params.fault };
  try {
    const text = canonicalJson(pinned);
    const definition = pinned as unknown as ToolDefinition; // the schema has just said so
    const proposedClass = proposeClass(definition.annotations);
    return { definition, text, digest: digestOf(text), proposedClass, paramHeaders: params.headers };
  } catch {
    return { name, fault: "Its definition holds half of a surrogate pair." };
  }
}

function placeOf(issues: readonly { path: PropertyKey[] }[]): string {
  const path = issues[0]?.path.join(".") ?? "";
  return path === "" ? "its root" : `"${path.slice(0, 100)}"`;
}

/**
 * Proposes a class from a tool's hints, assuming the worst where they are silent, as the protocol does.
 *
 * Source: MCP, server/tools, ToolAnnotations (readOnlyHint defaults to false, destructiveHint to true).
 */
export function proposeClass(annotations: ToolAnnotations | undefined): ProposedClass {
  if (annotations?.readOnlyHint === true) return "read";
  return annotations?.destructiveHint === false ? "write" : "destructive";
}

/** Reads a stored definition back. The text is ours: it was written by `readTool`. */
export function toolFromText(text: string): ToolDefinition {
  return JSON.parse(text) as ToolDefinition; // canonical text of a definition that was checked when it was stored
}
