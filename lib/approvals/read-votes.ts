import { db, type Tx } from "../db/index";
import { holdStanding, readStanding } from "../identity/index";
import type { Vote } from "./count-votes";
import { givenSchema } from "./schema";
import type { ApprovalRow } from "./store";

const ANSWERS = ["approve", "narrow", "edit", "pattern", "deny"] as const;
type Answer = (typeof ANSWERS)[number];
const isAnswer = (word: string): word is Answer => (ANSWERS as readonly string[]).includes(word);

/**
 * Reads the votes on what an approval asks now, each with what its voter is at this moment. Votes on what it asked
 * before are left out: they count no more.
 */
export async function readVotes(
  approval: Pick<ApprovalRow, "id" | "digest" | "voided">,
  tx: Tx = db(),
): Promise<Vote[]> {
  const changed = approval.voided.at(-1)?.at;
  const rows = await tx.review.findMany({
    // What is asked may come back to what it was: votes of before count no more even then.
    where: {
      approvalId: approval.id,
      digest: approval.digest,
      ...(changed && { createdAt: { gte: new Date(changed) } }),
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const standing = await readStanding([...new Set(rows.map(({ humanId }) => humanId))], tx);
  return rows.flatMap((row): Vote[] => {
    const voter = standing.get(row.humanId);
    if (!voter || !isAnswer(row.answer)) return [];
    const { id, answer, reason, createdAt } = row;
    const given = row.given === null ? null : givenSchema.parse(row.given);
    return [{ id, voter, answer, reason, given, at: createdAt }];
  });
}

/** Holds what the standing of everybody rests on who has voted, and of one more, until the transaction ends. */
export async function holdVoters(tx: Tx, approvalId: string, humanId: string): Promise<void> {
  const rows = await tx.review.findMany({ where: { approvalId }, select: { humanId: true }, distinct: ["humanId"] });
  await holdStanding(tx, [...new Set([...rows.map((row) => row.humanId), humanId])]);
}
