import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import type { HumanRow } from "./store";

/**
 * Finds the account that will stand for somebody who has several, and lets whoever stood for others point there too:
 * a link never leads to another link, so that two accounts are the same person exactly when they lead to the same one.
 * The caller holds the people lock and stores the answer.
 *
 * @param otherId Another account of the same person; null: the account is a person of its own.
 * @throws INVALID_INPUT when there is no such account, or it is this one.
 */
export async function standingFor(tx: Tx, human: HumanRow, otherId: string | null): Promise<string | null> {
  if (otherId === null) return null;
  const refuse = (sentence: string) => new AppError("INVALID_INPUT", sentence, { fields: { samePersonAs: sentence } });
  if (otherId === human.id) throw refuse("That is this account itself.");
  const other = await tx.human.findUnique({ where: { id: otherId }, select: { id: true, samePersonAs: true } });
  if (!other) throw refuse("There is no such person.");
  const root = other.samePersonAs ?? other.id;
  // The other one points here already: this account stands for both, and nothing changes.
  if (root === human.id) return null;
  await tx.human.updateMany({ where: { samePersonAs: human.id }, data: { samePersonAs: root } });
  return root;
}
