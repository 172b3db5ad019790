import { AppError, isId } from "../base/index";
import type { Tx } from "../db/index";
import { db } from "../db/index";
import type { By } from "./people-lock";
import type { Group } from "./schema";

type Row = Omit<Group, "members"> & { members: Group["members"] | null };

/** Lists groups with their members, by name; those of disabled people too, who do not count. At most 500. */
export async function listGroups(tx: Tx = db(), id?: string): Promise<Group[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT g.id::text, g.name, g.note, g.source, g.created_at AS "createdAt",
      (SELECT json_agg(json_build_object('id', h.id, 'name', h.name, 'email', h.email,
          'counts', h.state = 'active' AND 'approver' = ANY(h.roles)) ORDER BY h.name, h.id)
        FROM group_member m JOIN human h ON h.id = m.human_id WHERE m.group_id = g.id) AS members
    FROM review_group g WHERE ${id ?? null}::uuid IS NULL OR g.id = ${id ?? null}::uuid ORDER BY g.name LIMIT 500`;
  return rows.map((row) => ({ ...row, members: row.members ?? [] }));
}

/** The names of all groups, for whoever asks for one by name. */
export async function listGroupNames(tx: Tx = db()): Promise<string[]> {
  return (await tx.group.findMany({ select: { name: true }, orderBy: { name: "asc" } })).map(({ name }) => name);
}

/**
 * Finds the group that an act concerns. The caller holds the people lock.
 *
 * @throws NOT_FOUND; CONFIG_OWNED when the configuration file declares it and somebody else acts.
 */
export async function groupToChange(tx: Tx, by: By, id: string): Promise<Group> {
  const [group] = isId(id) ? await listGroups(tx, id) : [];
  if (!group) throw new AppError("NOT_FOUND", "There is no such group.");
  if (group.source === "config" && by !== "configuration")
    throw new AppError("CONFIG_OWNED", `The configuration file declares the group ${group.name}; change it there.`);
  return group;
}

/** Makes the members of a group these people. @throws INVALID_INPUT when one of them does not exist. */
export async function writeMembers(tx: Tx, groupId: string, memberIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(memberIds)];
  const known = await tx.human.count({ where: { id: { in: wanted } } });
  const sentence = "Somebody in the list does not exist.";
  if (known !== wanted.length) throw new AppError("INVALID_INPUT", sentence, { fields: { memberIds: sentence } });
  await tx.groupMember.deleteMany({ where: { groupId, humanId: { notIn: wanted } } });
  await tx.groupMember.createMany({ data: wanted.map((humanId) => ({ groupId, humanId })), skipDuplicates: true });
}
