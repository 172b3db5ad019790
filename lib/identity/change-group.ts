import { record } from "../audit/index";
import { inTransaction, type Tx } from "../db/index";
import { groupToChange, writeMembers } from "./group-store";
import { actorId, type By, lockPeopleFor } from "./people-lock";
import type { Group, GroupChange } from "./schema";

/**
 * Changes who is in a group, or its note. Questions that are open ask for as many of the group as before: a vote of
 * somebody who left counts no more, and a number never gets smaller.
 *
 * @throws NOT_FOUND, CONFIG_OWNED; INVALID_INPUT when a member does not exist; FORBIDDEN.
 */
export async function changeGroup(by: By, groupId: string, change: GroupChange): Promise<Group> {
  return inTransaction((tx) => changeGroupIn(tx, by, { groupId, change }));
}

/** The same in the caller's transaction, for the configuration file. */
export async function changeGroupIn(tx: Tx, by: By, act: { groupId: string; change: GroupChange }): Promise<Group> {
  const { groupId, change } = act;
  await lockPeopleFor(tx, by, "manage_people");
  const before = await groupToChange(tx, by, groupId);
  if (change.memberIds) await writeMembers(tx, groupId, change.memberIds);
  if (change.note !== undefined) await tx.group.update({ where: { id: groupId }, data: { note: change.note } });
  const after = await groupToChange(tx, by, groupId);
  const [was, is] = [faceOf(before), faceOf(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return before;
  await record(tx, {
    kind: "group.changed",
    humanId: actorId(by),
    facts: { id: groupId, name: before.name, before: was, after: is },
  });
  return after;
}

const faceOf = ({ note, members }: Group) => ({ note, members: members.map(({ email }) => email) });
