import { type NewBody, putBody, record } from "../audit/index";
import { newId } from "../base/index";
import { inTransaction, isDuplicate, type Tx } from "../db/index";
import {
  type ActionClass,
  allNeeds,
  because,
  type Decision,
  isMoreSevere,
  type Reason,
  stricterSign,
  type Term,
  tellBoth,
} from "../policy/schema";
import { type LockedTask, lockTask, stopIdleClock, type TaskView } from "../tasks/index";
import { askAnew } from "./ask-anew";
import { countAsks } from "./count-asks";
import { approvalDigest, holdKey } from "./digests";
import { nextEscalation } from "./next-escalation";
import type { ApprovalKind, Asked, AskedCall, Authority } from "./schema";
import { signAsked } from "./sign-asked";
import { type ApprovalRow, findLiveHold, type HoldRow, lockApprovals, toApproval, toHold } from "./store";

/** A call that policy holds, with everything its approval will bind. */
export type HeldCall = {
  callId: string;
  agentId: string;
  server: { id: string; name: string };
  tool: { name: string; digest: string };
  argumentsDigest: string;
  arguments: NewBody;
  decision: Decision;
  workload: string;
  /** The part of the network that it came from. */
  network: string;
  client?: string;
};

export type Holding = {
  task: TaskView;
  call: HeldCall;
  /** What a start or resume would give; null when the task runs and only the call is asked about. */
  authority: Authority | null;
  /** Why a person is asked, first sentence first. */
  reasons: Reason[];
  /** What the rules say about the tool; null when none covers it. */
  term: Omit<Term, "server" | "tool">;
};

/** What came of asking for a hold. */
export type Opened = { hold: HoldRow } | { asks: number } | null;

/**
 * Opens a hold for a call, with the approval it waits for, or finds the one that waits for the same call already. One
 * pending start or resume approval serves all calls of its task; every held call of a running task has its own.
 *
 * @returns The hold; how often the task has asked within a minute, when its rule allows no more: nothing was opened; or
 *   null when the task has moved on since it was read: look again and decide afresh.
 */
export async function openHold(holding: Holding): Promise<Opened> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction((tx) => openLocked(tx, holding));
    } catch (error) {
      // Two identical calls at once: one opens the hold, the other finds it.
      if (!isDuplicate(error) || attempt >= 3) throw error;
    }
  }
}

async function openLocked(tx: Tx, holding: Holding): Promise<Opened> {
  const { task, call, term } = holding;
  const locked = await lockTask(tx, task.id);
  if (!locked || locked.epoch !== task.epoch || locked.state !== task.state) return null;
  const key = holdKey({
    agentId: call.agentId,
    taskId: task.id,
    serverId: call.server.id,
    tool: call.tool.name,
    argumentsDigest: call.argumentsDigest,
  });
  const live = await findLiveHold(key, tx);
  if (live) return { hold: live };
  const asks = term.asksPerMinute === null ? 0 : await countAsks(tx, task.id);
  if (term.asksPerMinute !== null && asks >= term.asksPerMinute) return { asks };
  const holdId = newId();
  const asked: AskedCall = {
    holdId,
    callId: call.callId,
    server: call.server.name,
    tool: call.tool.name,
    class: call.decision.class,
    toolDigest: call.tool.digest,
    argumentsDigest: call.argumentsDigest,
    mask: term.mask,
    caller: { workload: call.workload, network: call.network },
    approvalsPerHour: term.approvalsPerHour,
  };
  const again = await whyAgain(tx, key, locked.epoch);
  const asking = again ? { ...holding, reasons: [again, ...holding.reasons] } : holding;
  const approval = await joinOrAsk(tx, locked, asking, asked);
  return { hold: await insertHold(tx, { locked, holding: asking, approval, holdId, key }) };
}

/** Why the same call is asked about again, when its approval was lost at the release; null when it was not. */
async function whyAgain(tx: Tx, key: string, epoch: number): Promise<Reason | null> {
  const last = await tx.hold.findFirst({ where: { key, epoch }, orderBy: { createdAt: "desc" } });
  const lost = last?.state === "superseded" && last.readyAt !== null;
  return lost && last.reason ? because("signature_lost", last.reason) : null;
}

const KINDS = { requested: "start", paused: "resume", running: "call" } as const satisfies Partial<
  Record<LockedTask["state"], ApprovalKind>
>;

async function joinOrAsk(tx: Tx, task: LockedTask, holding: Holding, call: AskedCall): Promise<ApprovalRow> {
  const kind = KINDS[task.state as keyof typeof KINDS];
  const pending =
    kind === "call" ? undefined : (await lockApprovals(tx, task.id)).find((approval) => approval.kind === kind);
  return pending ? join(tx, pending, call, holding) : ask(tx, task, { kind, holding, call });
}

/** Adds a call to the pending start or resume: what a reviewer would sign is another thing now, so the digest changes. */
async function join(tx: Tx, approval: ApprovalRow, call: AskedCall, holding: Holding): Promise<ApprovalRow> {
  const { authority, calls, needs } = approval.asked;
  const asked: Asked = { authority, calls: [...calls, call], needs: allNeeds([...needs, ...holding.term.needs]) };
  const because = `Another call joined what is asked: ${call.tool} on ${call.server}.`;
  await askAnew(tx, approval, { asked, epoch: approval.epoch, because });
  const row = await tx.approval.update({
    where: { id: approval.id },
    data: {
      glassSeconds: Math.min(approval.glassSeconds, holding.term.breakGlassSeconds),
      escalateAt: nextEscalation({ ...approval, asked }),
      class: mostSevere(approval.class as ActionClass, call.class),
      reviewBy: approval.reviewBy === "page" ? "page" : holding.term.reviewBy[call.class],
      sign: stricterSign(approval.sign, signAsked(holding.term, call, holding.authority)),
      tell: tellBoth(approval.tell, holding.term.tell),
    },
  });
  return toApproval(row);
}

async function ask(
  tx: Tx,
  task: LockedTask,
  { kind, holding, call }: { kind: ApprovalKind; holding: Holding; call: AskedCall },
): Promise<ApprovalRow> {
  const { term, authority, reasons } = holding;
  const given = kind === "call" ? null : authority;
  const needs = allNeeds([...term.needs, ...(given?.terms.flatMap((one) => one.needs) ?? [])]);
  const asked: Asked = { authority: given, calls: [call], needs };
  const digest = approvalDigest(kind, task.id, task.epoch, asked);
  const decideBy = soonest(new Date(task.now.getTime() + term.decideBySeconds * 1000), task.endAt);
  const agent = await tx.agent.findUniqueOrThrow({ where: { id: task.agentId }, select: { ownerId: true } });
  const row = await tx.approval.create({
    data: {
      id: newId(),
      kind,
      taskId: task.id,
      agentId: task.agentId,
      epoch: task.epoch,
      reasons,
      asked,
      digest,
      class: call.class,
      reviewBy: term.reviewBy[call.class],
      sign: signAsked(term, call, asked.authority),
      tell: term.tell,
      ruleId: term.rule.id,
      ruleVersion: term.rule.version,
      requesterId: agent.ownerId,
      decideBy,
      glassSeconds: Math.min(term.breakGlassSeconds, ...(given?.terms ?? []).map((one) => one.breakGlassSeconds)),
      escalateAt: nextEscalation({ asked, decideBy, escalated: [] }),
    },
  });
  await record(tx, {
    kind: "approval.requested",
    taskId: task.id,
    epoch: task.epoch,
    agentId: task.agentId,
    approvalId: row.id,
    digest,
    facts: { kind, class: call.class, digest, decideBy: decideBy.toISOString(), reasons },
  });
  // The approval's own deadline ends a start that nobody answers; the task's clock for "never called" steps back.
  if (kind === "start")
    await tx.task.update({ where: { id: task.id }, data: { requestedUntil: new Date(decideBy.getTime() + 60_000) } });
  if (kind === "call") await stopIdleClock(tx, task.id);
  return toApproval(row);
}

type Insertion = { locked: LockedTask; holding: Holding; approval: ApprovalRow; holdId: string; key: string };

async function insertHold(tx: Tx, { locked, holding, approval, holdId, key }: Insertion): Promise<HoldRow> {
  const { call, term } = holding;
  const row = await tx.hold.create({
    data: {
      id: holdId,
      key,
      approvalId: approval.id,
      taskId: locked.id,
      epoch: locked.epoch,
      callId: call.callId,
      serverId: call.server.id,
      tool: call.tool.name,
      toolDigest: call.tool.digest,
      class: call.decision.class,
      argumentsDigest: call.argumentsDigest,
      readySeconds: term.readySeconds,
    },
  });
  await putBody(tx, call.arguments);
  await record(tx, {
    kind: "call.held",
    taskId: locked.id,
    epoch: locked.epoch,
    agentId: locked.agentId,
    serverId: call.server.id,
    tool: call.tool.name,
    callId: call.callId,
    approvalId: approval.id,
    digest: call.argumentsDigest,
    facts: {
      class: call.decision.class,
      reasons: call.decision.reasons,
      rule: call.decision.rule,
      toolDigest: call.tool.digest,
      arguments: { salted: call.arguments.digest, bytes: Buffer.byteLength(call.arguments.content) },
      workload: call.workload,
      network: call.network,
      client: call.client,
      holdId,
    },
  });
  return toHold(row);
}

const mostSevere = (a: ActionClass, b: ActionClass): ActionClass => (isMoreSevere(a, b) ? a : b);
const soonest = (a: Date, b: Date | null): Date => (b && b < a ? b : a);
