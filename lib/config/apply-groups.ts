import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { declareGroup, findHumanByEmail, undeclareGroups } from "../identity/index";
import { atPath } from "./at-path";
import type { Config, DeclaredGroup } from "./config";

/** Makes groups what the file says, and gives those back to the pages that it no longer declares. */
export async function applyGroups(config: Config): Promise<string[]> {
  return inTransaction(async (tx) => {
    const changes: string[] = [];
    for (const group of config.groups) {
      const memberIds = await readMembers(tx, config, group);
      const changed = await atPath(config, group.path, () => declareGroup(tx, { name: group.name, memberIds }));
      if (changed) changes.push(`group ${group.name} was made what the file says`);
    }
    const left = await undeclareGroups(
      tx,
      config.groups.map(({ name }) => name),
    );
    return [...changes, ...left.map((name) => `group ${name} belongs to the pages: the file no longer declares it`)];
  });
}

async function readMembers(tx: Tx, config: Config, { path, members }: DeclaredGroup): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, email] of members.entries())
    ids.push(
      await atPath(config, [...path, index], async () => {
        const human = await findHumanByEmail(email, tx);
        if (!human) throw new AppError("INVALID_INPUT", `There is no ${email} here.`);
        return human.id;
      }),
    );
  return ids;
}
