import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { groupToChange, writeMembers } from "./group-store";
import { actorId, type By, lockPeopleFor } from "./people-lock";
import type { Group, GroupMaking } from "./schema";

/**
 * Makes a group.
 *
 * @throws NAME_TAKEN; INVALID_INPUT when a member does not exist; FORBIDDEN.
 */
export async function makeGroup(by: By, making: GroupMaking): Promise<Group> {
  return inTransaction((tx) => makeGroupIn(tx, by, making));
}

/** The same in the caller's transaction, for the configuration file. */
export async function makeGroupIn(tx: Tx, by: By, { name, note, memberIds }: GroupMaking): Promise<Group> {
  await lockPeopleFor(tx, by, "manage_people");
  if (await tx.group.findUnique({ where: { name }, select: { id: true } }))
    throw new AppError("NAME_TAKEN", `There is a group ${name} already.`, { fields: { name: "That name is taken." } });
  const id = newId();
  const source = by === "configuration" ? "config" : "page";
  await tx.group.create({ data: { id, name, note, source } });
  await writeMembers(tx, id, memberIds);
  const group = await groupToChange(tx, "configuration", id);
  const facts = { id, name, note, members: group.members.map(({ email }) => email) };
  await record(tx, { kind: "group.made", humanId: actorId(by), facts });
  return group;
}
