import {
  type ApprovalRow,
  type CanaryRow,
  findApproval,
  findCanary,
  renderApproval,
  shownAsApproval,
} from "../../approvals/index";
import { AppError } from "../../base/index";
import { db } from "../../db/index";
import type { Person } from "../../identity/schema";
import { sayPattern } from "../../policy/schema";
import { findTask, type TaskView } from "../../tasks/index";
import { taskStateSchema } from "../../tasks/schema";
import { databaseNow } from "../database-now";
import { readBrokenGlass } from "../glass/read-broken-glass";
import type { Handler } from "../handler";
import { readTools } from "../read-tools";
import { ifApproved } from "./if-approved";
import { readAlike } from "./read-alike";
import { readApprovalItems } from "./read-approval-items";
import { readAskedBack } from "./read-asked-back";
import { readAskedFurther } from "./read-asked-further";
import { readMayBreak } from "./read-may-break";
import { readCounted, readQuorum } from "./read-quorum";
import { readReviews } from "./read-reviews";
import { readSince } from "./read-since";
import { readUsual } from "./read-usual";
import { readWaitingCalls } from "./read-waiting-calls";
import type { ApprovalDetail } from "./schema";

/** Arguments are shown complete, however long they are: a card may be decided from what stands here. */
const COMPLETE = 2 ** 31 - 1;

/** Shows everything about one approval. */
export const showApproval: Handler<"approval"> = async ({ id }, person) => {
  const canary = await findCanary(id);
  const approval = canary ? shownAsApproval(canary) : await findApproval(id);
  const task = approval && (await findTask(approval.taskId));
  const [item] = approval ? await readApprovalItems(person, [id], COMPLETE) : [];
  if (!approval || !task || !item) throw new AppError("NOT_FOUND", "There is no such approval.");
  return { ...item, ...(await readBeside(person, { approval, task, canary })) };
};

type Beside = Omit<ApprovalDetail, keyof Awaited<ReturnType<typeof readApprovalItems>>[number]>;

type Shown = { approval: ApprovalRow; task: TaskView; canary: CanaryRow | null };

async function readBeside(person: Person, { approval, task, canary }: Shown): Promise<Beside> {
  const now = await databaseNow();
  const rendered = await renderApproval(approval.asked);
  const usual = await readUsual(approval);
  const counted = approval.state === "pending" ? await readCounted(person, approval) : null;
  const [tools, waiting, since, alike, reviews, previous, deciders, rule, seq, ready, quorum, further, glass] =
    await Promise.all([
      readAsked(approval.asked),
      readWaitingCalls(person, { approvalId: approval.id, asked: approval.asked, rendered, canary }),
      readSince(person, { approval, task, now }),
      readAlike(approval),
      readReviews(approval, counted),
      readPrevious(task),
      readDeciders(approval.agentId),
      readRule(approval),
      readSeq(approval.id),
      db().hold.findMany({ where: { approvalId: approval.id }, select: { readySeconds: true } }),
      counted && readQuorum(approval, counted),
      readAskedFurther(approval.id),
      readBrokenGlass(person, { approvalId: approval.id }),
    ]);
  const readySeconds = canary ? [canary.readySeconds] : ready.map((hold) => hold.readySeconds);
  return {
    authority: approval.asked.authority,
    tools,
    waiting,
    pattern: patternOf(approval),
    rendering: { template: rendered.template, digest: rendered.digest, uninspectable: rendered.uninspectable },
    since,
    usual,
    ifApproved: ifApproved(approval, task, { now, readySeconds }),
    rule,
    alike,
    reviews,
    askedBack: await readAskedBack(person, approval),
    quorum,
    askedFurther: further,
    you: person.human.id,
    glass: glass[0] ?? null,
    mayBreak: await readMayBreak(person, approval),
    previous,
    canary: canaryShown(canary),
    words: { purpose: task.charter.body.purpose },
    deciders,
    seq,
    now: now.toISOString(),
  };
}

function patternOf({ asked: { pattern } }: ApprovalRow): ApprovalDetail["pattern"] {
  return pattern ? { says: sayPattern(pattern.arguments), seconds: pattern.endsInSeconds, calls: pattern.calls } : null;
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

/** That it was a canary is told once it is over, and never before. */
function canaryShown(canary: CanaryRow | null): ApprovalDetail["canary"] {
  if (!canary || canary.state === "pending") return null;
  return { caught: canary.state === "caught", suspicious: canary.suspicious };
}

async function readRule({ ruleId, ruleVersion }: ApprovalRow): Promise<ApprovalDetail["rule"]> {
  if (!ruleId || ruleVersion === null) return null;
  const rule = await db().rule.findUnique({ where: { id: ruleId }, select: { name: true } });
  return rule && { id: ruleId, name: rule.name, version: ruleVersion };
}

async function readSeq(approvalId: string): Promise<string | null> {
  const [row] = await db().$queryRaw<{ seq: bigint }[]>`
    SELECT seq FROM entry WHERE approval_id = ${approvalId}::uuid AND kind IN ('approval.requested', 'canary.seeded') LIMIT 1`;
  return row?.seq.toString() ?? null;
}
