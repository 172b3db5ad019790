import { record } from "../audit/index";
import { inTransaction } from "../db/index";
import { forgetTokens } from "./human-from-access-token";
import { standingFor } from "./link-accounts";
import { loseStanding } from "./lose-standing";
import { actorId, type By, keepAnAdmin, lockPeopleFor, subjectOf } from "./people-lock";
import { forgetSessions } from "./read-session";
import { orderRoles } from "./rights";
import type { Human, PersonChange } from "./schema";
import { type HumanRow, toHuman, updateHuman } from "./store";

/**
 * Changes a person's name, roles, rights that no role gives, or which other account is the same person. Their open
 * sessions have the new rights within a second.
 *
 * @throws NOT_FOUND, CONFIG_OWNED, LAST_ADMIN when it would take the only admin's role away, FORBIDDEN; INVALID_INPUT
 *   when there is no such other account.
 */
export async function changePerson(by: By, humanId: string, change: PersonChange): Promise<Human> {
  const changed = await inTransaction(async (tx) => {
    await lockPeopleFor(tx, by, "manage_people");
    const before = await subjectOf(tx, by, humanId);
    const wanted = { ...change, ...(change.roles && { roles: orderRoles(change.roles) }) };
    if (wanted.roles && !wanted.roles.includes("admin")) await keepAnAdmin(tx, before);
    if (wanted.samePersonAs !== undefined) wanted.samePersonAs = await standingFor(tx, before, wanted.samePersonAs);
    const difference = differenceOf(before, wanted);
    if (!difference) return before;
    await loseStanding(tx, before, { ...before, ...difference.after });
    const after = await updateHuman(tx, humanId, difference.after);
    await loseStanding(tx, before, after);
    const person = { id: before.id, email: before.email };
    await record(tx, { kind: "human.changed", humanId: actorId(by), facts: { person, ...difference } });
    return after;
  });
  forgetSessions();
  forgetTokens();
  return toHuman(changed);
}

type Changeable = Pick<HumanRow, "name" | "roles" | "seesBodies" | "breakGlass" | "samePersonAs">;

/** What really changes, before and after; null when nothing does. */
function differenceOf(
  before: HumanRow,
  wanted: Partial<Changeable>,
): { before: Partial<Changeable>; after: Partial<Changeable> } | null {
  const keys = (["name", "roles", "seesBodies", "breakGlass", "samePersonAs"] as const).filter(
    (key) => wanted[key] !== undefined && String(wanted[key]) !== String(before[key]),
  );
  if (keys.length === 0) return null;
  const pick = (from: Partial<Changeable>): Partial<Changeable> =>
    Object.fromEntries(keys.map((key) => [key, from[key]]));
  return { before: pick(before), after: pick(wanted) };
}
