import { type ApprovalRow, findApproval, renderApproval } from "../../approvals/index";
import { AppError } from "../../base/index";
import { db } from "../../db/index";
import type { Person } from "../../identity/schema";
import { findTask, type TaskView } from "../../tasks/index";
import { taskStateSchema } from "../../tasks/schema";
import { databaseNow } from "../database-now";
import type { Handler } from "../handler";
import { readTools } from "../read-tools";
import { ifApproved } from "./if-approved";
import { readAlike } from "./read-alike";
import { readApprovalItems } from "./read-approval-items";
import { readSince } from "./read-since";
import { readWaitingCalls } from "./read-waiting-calls";
import { type ApprovalDetail, type ReviewView, reviewViewSchema } from "./schema";

/** Arguments are shown complete, however long they are: a card may be decided from what stands here. */
const COMPLETE = 2 ** 31 - 1;

/** Shows everything about one approval. */
export const showApproval: Handler<"approval"> = async ({ id }, person) => {
  const approval = await findApproval(id);
  const task = approval && (await findTask(approval.taskId));
  const [item] = approval ? await readApprovalItems(person, [id], COMPLETE) : [];
  if (!approval || !task || !item) throw new AppError("NOT_FOUND", "There is no such approval.");
  return { ...item, ...(await readBeside(person, approval, task)) };
};

type Beside = Omit<ApprovalDetail, keyof Awaited<ReturnType<typeof readApprovalItems>>[number]>;

async function readBeside(person: Person, approval: ApprovalRow, task: TaskView): Promise<Beside> {
  const now = await databaseNow();
  const rendered = await renderApproval(approval.asked);
  const [tools, waiting, since, alike, reviews, previous, deciders, rule, seq, ready] = await Promise.all([
    readAsked(approval.asked),
    readWaitingCalls(person, { approvalId: approval.id, asked: approval.asked, rendered }),
    readSince(person, { approval, task, now }),
    readAlike(approval),
    readReviews(approval.id),
    readPrevious(task),
    readDeciders(approval.agentId),
    readRule(approval),
    readSeq(approval.id),
    db().hold.findMany({ where: { approvalId: approval.id }, select: { readySeconds: true } }),
  ]);
  const readySeconds = ready.map((hold) => hold.readySeconds);
  return {
    authority: approval.asked.authority,
    tools,
    waiting,
    rendering: { template: rendered.template, digest: rendered.digest, uninspectable: rendered.uninspectable },
    since,
    ifApproved: ifApproved(approval, task, { now, readySeconds }),
    rule,
    alike,
    reviews,
    previous,
    words: { purpose: task.charter.body.purpose },
    deciders,
    seq,
    now: now.toISOString(),
  };
}

/** A person who gives a tool must see what it is: its class, and whether each of its calls will be asked about. */
async function readAsked({ authority }: ApprovalRow["asked"]): Promise<ApprovalDetail["tools"]> {
  if (!authority) return [];
  const facts = await readTools(authority.scope.map((part) => part.server));
  const termOf = (server: string, tool: string) =>
    authority.terms.find((term) => term.server === server && term.tool === tool);
  return authority.scope.flatMap(({ server, tools }) =>
    tools.map((tool) => {
      const { class: ofClass } = facts(server, tool);
      return { server, tool, class: ofClass, answer: termOf(server, tool)?.calls[ofClass] ?? null };
    }),
  );
}

async function readReviews(approvalId: string): Promise<ReviewView[]> {
  const rows = await db().$queryRaw<(Omit<ReviewView, "at" | "by"> & { at: Date; byId: string; byName: string })[]>`
    SELECT r.id::text, r.human_id::text AS "byId", h.name AS "byName", r.answer, r.reason, r.digest, r.via, r.given, r.created_at AS at,
      CASE WHEN s.review_id IS NULL THEN NULL
        ELSE jsonb_build_object('passkey', p.name, 'deviceBound', p.device_bound, 'evidence', s.digest) END AS signature
    FROM review r JOIN human h ON h.id = r.human_id LEFT JOIN review_signature s ON s.review_id = r.id
      LEFT JOIN passkey p ON p.id = s.passkey_id WHERE r.approval_id = ${approvalId}::uuid ORDER BY r.created_at, r.id`;
  return rows.map(({ byId, byName, at, ...review }) =>
    reviewViewSchema.parse({ ...review, by: { id: byId, name: byName }, at: at.toISOString() }),
  );
}

/** How the last task of the same charter ended, where a person is asked because of that. */
async function readPrevious(task: TaskView): Promise<ApprovalDetail["previous"]> {
  if (!task.alwaysAsks || !task.previousId) return null;
  const last = await db().task.findUnique({ where: { id: task.previousId } });
  if (!last) return null;
  const by = last.endedBy && (await db().human.findUnique({ where: { id: last.endedBy }, select: { name: true } }));
  return {
    taskId: last.id,
    state: taskStateSchema.parse(last.state),
    at: last.endedAt?.toISOString() ?? null,
    by: by && last.endedBy ? { id: last.endedBy, name: by.name } : null,
    reason: last.endReason,
  };
}

const NAMED = 20;

/** Who may answer: active approvers other than the agent's owner. */
async function readDeciders(agentId: string): Promise<ApprovalDetail["deciders"]> {
  const rows = await db().$queryRaw<{ id: string; name: string; owns: boolean }[]>`
    SELECT h.id::text, h.name, h.id = a.owner_id AS owns FROM human h, agent a
    WHERE a.id = ${agentId}::uuid AND h.state = 'active' AND 'approver' = ANY(h.roles) ORDER BY h.name, h.id`;
  const others = rows.filter(({ owns }) => !owns);
  return {
    items: others.slice(0, NAMED).map(({ id, name }) => ({ id, name })),
    total: others.length,
    onlyOwner: others.length === 0 && rows.length > 0,
  };
}

async function readRule({ ruleId, ruleVersion }: ApprovalRow): Promise<ApprovalDetail["rule"]> {
  if (!ruleId || ruleVersion === null) return null;
  const rule = await db().rule.findUnique({ where: { id: ruleId }, select: { name: true } });
  return rule && { id: ruleId, name: rule.name, version: ruleVersion };
}

async function readSeq(approvalId: string): Promise<string | null> {
  const [row] = await db().$queryRaw<{ seq: bigint }[]>`
    SELECT seq FROM entry WHERE approval_id = ${approvalId}::uuid AND kind = 'approval.requested' LIMIT 1`;
  return row?.seq.toString() ?? null;
}
