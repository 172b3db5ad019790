import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { readStanding } from "../identity/index";
import type { Person } from "../identity/schema";
import type { Judgement } from "./schema";

/**
 * Says whether a use of the right to break the glass was justified, and why. Once, by somebody else: no other account
 * of the same person either.
 *
 * @throws NOT_FOUND; FORBIDDEN when it was the same person, or they are neither approver nor admin any more;
 *   GLASS_JUDGED when somebody has judged it already.
 */
export async function judgeBrokenGlass(
  person: Person,
  glassId: string,
  { judgement, words }: { judgement: Judgement; words: string },
): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM broken_glass WHERE id = ${glassId}::uuid FOR UPDATE`;
    const glass = await tx.brokenGlass.findUnique({ where: { id: glassId } });
    if (!glass) throw new AppError("NOT_FOUND", "Nobody broke the glass under this id.");
    const breaker = await requireSomebodyElse(tx, person, glass.humanId);
    if (glass.judgement !== null) throw new AppError("GLASS_JUDGED", "Somebody has judged it already.");
    await tx.$executeRaw`UPDATE broken_glass SET judgement = ${judgement}, judged_at = clock_timestamp(),
      judged_by = ${person.human.id}::uuid, words = ${words} WHERE id = ${glassId}::uuid`;
    await record(tx, {
      kind: "approval.glass_judged",
      taskId: glass.taskId,
      agentId: glass.agentId,
      approvalId: glass.approvalId,
      humanId: person.human.id,
      facts: { glassId, judgement, words, by: { id: glass.humanId, name: breaker } },
    });
  });
}

async function requireSomebodyElse(tx: Tx, person: Person, breakerId: string): Promise<string> {
  if (person.via !== "page") throw new AppError("FORBIDDEN", "An access token may not judge; it takes a person.");
  const standing = await readStanding([person.human.id, breakerId], tx);
  const [judge, breaker] = [standing.get(person.human.id), standing.get(breakerId)];
  if (!judge?.votes && !judge?.admin) throw new AppError("FORBIDDEN", "Approvers and admins judge a broken glass.");
  if (!breaker || judge.person === breaker.person)
    throw new AppError("FORBIDDEN", "Whoever broke the glass does not judge it; somebody else must.");
  return breaker.name;
}
