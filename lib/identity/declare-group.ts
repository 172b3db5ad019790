import type { Tx } from "../db/index";
import { changeGroupIn } from "./change-group";
import { listGroups } from "./group-store";
import { makeGroupIn } from "./make-group";

/**
 * Makes a group what the configuration file says it is: it makes or takes over it.
 *
 * @returns Whether anything changed.
 * @throws INVALID_INPUT when a member does not exist.
 */
export async function declareGroup(tx: Tx, said: { name: string; memberIds: readonly string[] }): Promise<boolean> {
  const memberIds = [...said.memberIds];
  const before = (await listGroups(tx)).find(({ name }) => name === said.name);
  if (!before) {
    await makeGroupIn(tx, "configuration", { name: said.name, note: "", memberIds });
    return true;
  }
  const same = new Set(before.members.map(({ id }) => id));
  const differs = memberIds.length !== same.size || memberIds.some((id) => !same.has(id));
  if (differs) await changeGroupIn(tx, "configuration", { groupId: before.id, change: { memberIds } });
  if (before.source === "page") await tx.group.update({ where: { id: before.id }, data: { source: "config" } });
  return differs || before.source === "page";
}

/** Gives groups back to the pages, as they are, that the configuration file no longer declares. Returns their names. */
export async function undeclareGroups(tx: Tx, declared: readonly string[]): Promise<string[]> {
  const missing = (await listGroups(tx)).filter(({ name, source }) => source === "config" && !declared.includes(name));
  for (const { id } of missing) await tx.group.update({ where: { id }, data: { source: "page" } });
  return missing.map(({ name }) => name);
}
