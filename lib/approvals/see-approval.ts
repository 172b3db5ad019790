import { AppError } from "../base/index";
import { db } from "../db/index";
import type { SignedIn } from "../identity/schema";
import { type RenderedApproval, renderApproval } from "./render-approval";
import type { Sighting } from "./schema";
import { type ApprovalRow, findApproval } from "./store";

/**
 * Notes that somebody had a card before their eyes, once per person, question and what was asked; the time is the
 * database's. What a page can honestly say is that its head or the end of its arguments was on the screen of a visible
 * window. Whether anybody read it, nothing tells. Nobody's answer depends on it, and no entry is written: it is how
 * people work, not what they did.
 *
 * @returns Whether it counts: false for a question that is decided, or asks something else by now.
 * @throws NOT_FOUND.
 */
export async function seeApproval(person: SignedIn, approvalId: string, { digest, what }: Sighting): Promise<boolean> {
  const approval = await findApproval(approvalId);
  if (!approval) throw new AppError("NOT_FOUND", "There is no such approval.");
  if (approval.state !== "pending" || approval.digest !== digest) return false;
  const words = countWords(approval, await renderApproval(approval.asked));
  // Decided in between: then this comes too late to be before the decision, and says nothing.
  const noted = await db().$executeRaw`
    INSERT INTO sight (approval_id, human_id, digest, what, words)
    SELECT id, ${person.human.id}::uuid, digest, ${what}, ${words}::int FROM approval
    WHERE id = ${approvalId}::uuid AND state = 'pending' AND digest = ${digest}
    ON CONFLICT DO NOTHING`;
  return noted > 0 || (await isNoted(person, approvalId, { digest, what }));
}

async function isNoted(person: SignedIn, approvalId: string, { digest, what }: Sighting): Promise<boolean> {
  const key = { approvalId, humanId: person.human.id, digest, what };
  return (await db().sight.count({ where: key })) > 0;
}

/** How many words somebody reads who reads all that is particular to a card: why it is asked, the tools, the arguments. */
function countWords({ reasons, asked }: ApprovalRow, { calls }: RenderedApproval): number {
  const rows = [...calls.values()].flatMap((rendering) => rendering?.rows ?? []);
  const texts = [
    ...reasons.map(({ sentence }) => sentence),
    ...(asked.authority?.scope.flatMap(({ server, tools }) => [server, ...tools]) ?? []),
    ...asked.calls.flatMap(({ server, tool }) => [server, tool]),
    ...rows.flatMap(({ key, value }) => [key, value ?? ""]),
  ];
  return texts.reduce((sum, text) => sum + (text.match(/\S+/g)?.length ?? 0), 0);
}
