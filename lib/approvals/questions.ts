import { db, type Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { readExcluded } from "./excluded-people";
import type { ApprovalRow } from "./store";

/** A question that waits for its answer. */
export type OpenQuestion = { id: string; by: string; text: string; askedAt: Date; toldAt: Date | null };

/** A question with what was said to it, by whom; `answer` is null while it waits, its `by` null when the agent said it. */
export type Questioned = {
  id: string;
  by: { id: string; name: string };
  text: string;
  at: Date;
  answer: { text: string; by: { id: string; name: string } | null; at: Date } | null;
};

/** Reads the questions that wait for an answer, oldest first: about one approval, or about all that a task waits for. */
export async function openQuestions(of: { approvalId: string } | { taskId: string }): Promise<OpenQuestion[]> {
  const [approvalId, taskId] = "approvalId" in of ? [of.approvalId, null] : [null, of.taskId];
  return db().$queryRaw<OpenQuestion[]>`
    SELECT q.id::text, h.name AS by, q.text, q.asked_at AS "askedAt", q.told_at AS "toldAt"
    FROM approval a JOIN question q ON q.approval_id = a.id JOIN human h ON h.id = q.human_id
    WHERE (a.id = ${approvalId}::uuid OR a.task_id = ${taskId}::uuid) AND a.state = 'pending'
      AND a.decide_by > clock_timestamp() AND q.answer IS NULL
    ORDER BY q.asked_at, q.id`;
}

/** Notes that a call of the agent came back with these questions: the next one waits. @returns Those that no call had yet. */
export async function tellQuestions(ids: readonly string[]): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`UPDATE question SET told_at = clock_timestamp()
    WHERE id = ANY(${ids}::uuid[]) AND told_at IS NULL RETURNING id::text`;
  return rows.map(({ id }) => id);
}

/** Takes that back: the agent had gone away, so the next call comes back with them. */
export async function untellQuestions(ids: readonly string[]): Promise<void> {
  await db().$executeRaw`UPDATE question SET told_at = NULL WHERE id = ANY(${ids}::uuid[]) AND answer IS NULL`;
}

type Row = {
  id: string;
  byId: string;
  byName: string;
  text: string;
  at: Date;
  answer: string | null;
  answererId: string | null;
  answererName: string | null;
  answeredAt: Date | null;
};

/** Reads every question about an approval with its answer, oldest first. */
export async function readQuestions(approvalId: string): Promise<Questioned[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT q.id::text, q.human_id::text AS "byId", h.name AS "byName", q.text, q.asked_at AS at, q.answer,
      q.answerer_id::text AS "answererId", w.name AS "answererName", q.answered_at AS "answeredAt"
    FROM question q JOIN human h ON h.id = q.human_id LEFT JOIN human w ON w.id = q.answerer_id
    WHERE q.approval_id = ${approvalId}::uuid ORDER BY q.asked_at, q.id`;
  return rows.map(({ id, byId, byName, text, at, answer, answererId, answererName, answeredAt }) => {
    const by = answererId === null ? null : { id: answererId, name: answererName ?? "" };
    const said = answer === null || answeredAt === null ? null : { text: answer, by, at: answeredAt };
    return { id, by: { id: byId, name: byName }, text, at, answer: said };
  });
}

/**
 * Whether somebody answers questions for an agent: its owner, or who owned it when it asked, with any of their accounts.
 * Who only stands for one of them while they are away does not: they may not know.
 */
export async function mayAnswerFor(
  person: Person,
  approval: Pick<ApprovalRow, "agentId" | "requesterId">,
  tx: Tx = db(),
): Promise<boolean> {
  const human = await tx.human.findUnique({
    where: { id: person.human.id },
    select: { id: true, state: true, samePersonAs: true },
  });
  if (human?.state !== "active" || person.via !== "page") return false;
  const excluded = await readExcluded(approval, tx);
  const because = excluded.get(human.samePersonAs ?? human.id)?.because;
  return because === "owns" || because === "asked";
}
