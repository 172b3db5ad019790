import type { Tx } from "../db/index";
import { identitySettings } from "./settings";
import type { HumanRow } from "./store";

/** What of a person decides whether what they approved still stands. */
type Standing = Pick<HumanRow, "id" | "name" | "state" | "roles">;

const stands = ({ state, roles }: Pick<Standing, "state" | "roles">): boolean =>
  state === "active" && roles.includes("approver");

/**
 * Tells whoever depends on it that a person can approve no longer, in the transaction in which that happens: tasks that
 * live on their word pause with it. Called before the row of the person is written, because task rows come first in the
 * order of locks, and again after, for what was approved while that row was waited for.
 */
export async function loseStanding(tx: Tx, before: Standing, after: Pick<Standing, "state" | "roles">): Promise<void> {
  if (!stands(before) || stands(after)) return;
  const why = after.state === "disabled" ? "is disabled" : "is no longer an approver";
  await identitySettings().onStandingLost(tx, {
    humanId: before.id,
    sentence: `${before.name}, who approved it, ${why}.`,
  });
}
