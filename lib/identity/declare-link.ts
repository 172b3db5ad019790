import { record } from "../audit/index";
import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { standingFor } from "./link-accounts";
import { readHumanByEmail, updateHuman } from "./store";

/**
 * Makes an account the same person as another one, or a person of its own, as the configuration file says.
 *
 * @returns Whether anything changed.
 * @throws INVALID_INPUT when there is no such other account.
 */
export async function declareLink(tx: Tx, email: string, otherEmail: string | null): Promise<boolean> {
  const human = await readHumanByEmail(email, tx);
  if (!human) throw new AppError("NOT_FOUND", "There is no such person.");
  const other = otherEmail === null ? null : await readHumanByEmail(otherEmail, tx);
  if (otherEmail !== null && !other) throw new AppError("INVALID_INPUT", `There is no ${otherEmail} here.`);
  const samePersonAs = await standingFor(tx, human, other?.id ?? null);
  // Whom another account points to is that person already.
  if (samePersonAs === human.samePersonAs) return false;
  await updateHuman(tx, human.id, { samePersonAs });
  const facts = { before: { samePersonAs: human.samePersonAs }, after: { samePersonAs } };
  await record(tx, { kind: "human.changed", facts: { person: { id: human.id, email }, ...facts } });
  return true;
}
