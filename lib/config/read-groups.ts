import { agentNameSchema } from "../identity/schema";
import type { DeclaredGroup } from "./config";
import type { Reader } from "./reader";
import { groupEntrySchema } from "./schema";

/** Reads the groups of the file. */
export function readGroups(reader: Reader, section: Readonly<Record<string, unknown>>): DeclaredGroup[] {
  return Object.entries(section).flatMap(([name, value]): DeclaredGroup[] => {
    const path = ["groups", name];
    const named = agentNameSchema.safeParse(name);
    if (!named.success) reader.refuse(path, `${named.error.issues[0]?.message}.`, "key");
    const members = reader.entry(groupEntrySchema, value ?? [], path);
    return members && named.success ? [{ path, name, members: [...new Set(members)] }] : [];
  });
}
