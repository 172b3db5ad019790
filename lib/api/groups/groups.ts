import { AppError } from "../../base/index";
import {
  changeGroup as change,
  listGroups as list,
  makeGroup as make,
  deleteGroup as remove,
} from "../../identity/index";
import type { Group } from "../../identity/schema";
import { may, type Person } from "../../identity/schema";
import { listRules, refuseGroupInUse } from "../../policy/index";
import { groupsIn } from "../../policy/schema";
import { DONE } from "../atoms";
import type { Handler } from "../handler";
import type { GroupRow } from "./schema";

/** Lists groups with their members and the rules that ask for them. */
export const listGroups: Handler<"listGroups"> = async (_, person) => ({ items: await readGroups(person) });

/** Makes a group. */
export const makeGroup: Handler<"makeGroup"> = async (making, person) =>
  readGroup(person, (await make(person, making)).id);

/** Changes who is in a group, or its note. */
export const changeGroup: Handler<"changeGroup"> = async ({ id, ...wanted }, person) => {
  await change(person, id, wanted);
  return readGroup(person, id);
};

/** Deletes a group that no rule asks for. */
export const deleteGroup: Handler<"deleteGroup"> = async ({ id }, person) => {
  await remove(person, id, refuseGroupInUse);
  return DONE;
};

async function readGroups(person: Person): Promise<GroupRow[]> {
  const [groups, rules] = await Promise.all([list(), listRules()]);
  const named = rules.map((rule) => ({
    rule: rule.name,
    groups: groupsIn({ any: rule.approvers, denials: rule.denials, escalate: rule.escalate }),
  }));
  const withMail = may(person, "manage_people");
  return groups.map((group: Group) => ({
    ...group,
    createdAt: group.createdAt.toISOString(),
    members: group.members.map(({ id, name, email, counts }) => ({ id, name, email: withMail ? email : null, counts })),
    rules: named.filter((one) => one.groups.includes(group.name)).map(({ rule }) => rule),
  }));
}

async function readGroup(person: Person, id: string): Promise<GroupRow> {
  const group = (await readGroups(person)).find((one) => one.id === id);
  if (!group) throw new AppError("NOT_FOUND", "There is no such group.");
  return group;
}
