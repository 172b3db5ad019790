import { checkAddress, isAppError } from "../base/index";
import { credentialValueSchema } from "../credentials/schema";
import { serverNameSchema, TOOL_CLASSES, type ToolClass } from "../servers/schema";
import type { DeclaredServer } from "./config";
import type { Path } from "./problem";
import type { Reader } from "./reader";
import { type ServerEntry, serverEntrySchema } from "./schema";

/** Reads the servers of the file. */
export function readServers(reader: Reader, section: Readonly<Record<string, unknown>>): DeclaredServer[] {
  return Object.entries(section).flatMap(([name, value]) => {
    const path = ["servers", name];
    const named = reader.entry(serverNameSchema, name, path);
    const entry = reader.entry(serverEntrySchema, value, path);
    return named && entry ? [readServer(reader, named, { entry, path })] : [];
  });
}

function readServer(reader: Reader, name: string, { entry, path }: { entry: ServerEntry; path: Path }): DeclaredServer {
  const { classes, credential } = entry;
  const hints = classes === "hints";
  return {
    path,
    name,
    url: readUrl(reader, entry.url, [...path, "url"]),
    classing: hints ? "hints" : "ask",
    declared: hints || !classes ? null : readClasses(reader, classes, [...path, "classes"]),
    credential: credential ? readCredential(reader, credential, [...path, "credential", "value"]) : null,
  };
}

function readUrl(reader: Reader, url: string, path: Path): string {
  try {
    return checkAddress(url).href;
  } catch (error) {
    if (!isAppError(error)) throw error;
    reader.refuse(path, error.message);
    return url;
  }
}

function readClasses(reader: Reader, classes: Exclude<ServerEntry["classes"], "hints" | undefined>, path: Path) {
  const declared = new Map<string, ToolClass>();
  for (const name of TOOL_CLASSES) {
    for (const [index, tool] of (classes[name] ?? []).entries()) {
      const before = declared.get(tool);
      if (before) reader.refuse([...path, name, index], `This tool stands under ${before} already.`);
      declared.set(tool, name);
    }
  }
  return declared.size === 0 ? null : Object.fromEntries(declared);
}

function readCredential(reader: Reader, given: NonNullable<ServerEntry["credential"]>, path: Path) {
  const value = reader.secret(given.value, path);
  if (value === null) return null;
  const parsed = credentialValueSchema.safeParse(value);
  if (!parsed.success) reader.refuse(path, `The value cannot stand in a header. ${parsed.error.issues[0]?.message}.`);
  return { header: given.header, value };
}
