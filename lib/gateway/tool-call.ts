import {
  type AuthorityAsked,
  endHoldBecause,
  findLiveHold,
  type HoldRow,
  holdKey,
  openHold,
  releaseHold,
  takeResult,
} from "../approvals/index";
import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { refusalReply, refuseParamHeaders, resultReply, toolText } from "../mcp/index";
import { decideRelease } from "../policy/index";
import type { Decision } from "../policy/schema";
import { type FoundTool, findTool } from "../servers/index";
import { grantTask, lockTask, pauseTask, runClocks } from "../tasks/index";
import { decide, type Verdict } from "./decide";
import { allowEvent, argumentsBody, type Deciding, denyEvent, type Passage } from "./passage";
import { sendCall } from "./send-call";
import { forgetSubject, readSubject, type Subject, subjectOf } from "./subject";
import { waitForPerson } from "./wait-for-person";

/** What a look at the call came to: it has its answer, or the task moved meanwhile and it must be looked at again. */
type Look = "answered" | "again";

/** A call whose task keeps moving is refused in the end rather than chased for ever. */
const LOOKS_MAX = 8;

/**
 * The way of a tool call, from its parsed message to its answer. Nothing is forwarded before the decision about
 * exactly these bytes is recorded.
 *
 * @throws TOKEN_STALE when the token is behind its task; UNAVAILABLE when the log cannot be written: nothing was sent.
 */
export async function callTool(passage: Passage): Promise<void> {
  let subject = await subjectOf(passage.caller.taskId);
  await requireCurrent(passage, subject);
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    if (!subject) throw new AppError("TOKEN_INVALID", "The token names a task that does not exist.");
    if ((await lookAt(passage, subject)) === "answered") return;
    forgetSubject(subject.task.id);
    subject = await readSubject(passage.caller.taskId);
  }
  passage.answer.finish(
    toolText(passage.call, "Denied: the task kept changing while this call was decided. Call again.", true),
  );
}

async function lookAt(passage: Passage, subject: Subject): Promise<Look> {
  const found = await findTool(passage.serverName, passage.call.name, subject.readAt);
  if (contradictsItself(passage, found)) return "answered";
  const kept = subject.hasHolds && found.server ? await takeHold(passage, subject, found.server.id) : null;
  if (kept) return kept;
  const verdict = await decide({
    caller: passage.caller,
    subject,
    found,
    names: { server: passage.serverName, tool: passage.call.name },
  });
  if (verdict.does === "grant") return grantByRule(subject, verdict.asked);
  const deciding: Deciding = { passage, subject, found, decision: verdict.decision, body: argumentsBody(passage) };
  if (verdict.does === "deny") return deny(deciding);
  if (verdict.does === "hold") return hold(deciding, verdict);
  return allow(deciding);
}

/** Which arguments travel in headers as well is known only from the tool's pinned definition; there they must agree. */
function contradictsItself({ call, answer }: Passage, { tool }: FoundTool): boolean {
  const refusal = tool && refuseParamHeaders(tool.paramHeaders, call);
  if (!refusal) return false;
  const { http, body } = refusalReply(refusal);
  answer.finish(body, http);
  return true;
}

/** A token of an earlier epoch asks its agent to fetch a new one. A later epoch means that our memory is old. */
async function requireCurrent(passage: Passage, subject: Subject | null): Promise<void> {
  if (passage.caller.via === "key") return;
  let epoch = subject?.task.epoch ?? 0;
  if (passage.caller.epoch > epoch) epoch = (await readSubject(passage.caller.taskId))?.task.epoch ?? 0;
  if (passage.caller.epoch < epoch)
    throw new AppError("TOKEN_STALE", "The task has moved on since this token was issued; fetch a new one.");
}

async function allow(deciding: Deciding): Promise<Look> {
  const { passage, subject, body } = deciding;
  const { committer, activity } = passage.gateway;
  const taskId = subject.task.id;
  const recorded = await committer.allowCall(allowEvent(deciding, null), body ? [body] : []);
  if (recorded.verdict === "recorded") {
    activity.count(taskId, "allowed");
    await sendCall(deciding, recorded.allow, null);
    return "answered";
  }
  if (recorded.verdict === "stale") await runClocks(taskId);
  else
    await pauseTask(taskId, {
      pausedFor: "limit_reached",
      note: `Its ${subject.task.grant?.calls ?? 0} calls are used up.`,
    }).catch(ifMoved);
  return "again";
}

async function deny(deciding: Deciding): Promise<Look> {
  const { passage, subject, decision, body } = deciding;
  await passage.gateway.committer.denyCall(denyEvent(deciding), body ? [body] : []);
  passage.gateway.activity.count(subject.task.id, "denied");
  passage.answer.finish(toolText(passage.call, sayDenial(decision), true));
  return "answered";
}

async function hold(deciding: Deciding, verdict: Extract<Verdict, { does: "hold" }>): Promise<Look> {
  const { passage, subject, found, decision, body } = deciding;
  if (!found.server || !found.tool || !body) return deny(deciding);
  const { call, caller, callId } = passage;
  const opened = await openHold({
    task: subject.task,
    call: {
      callId,
      agentId: caller.agentId,
      server: { id: found.server.id, name: found.server.name },
      tool: { name: call.name, digest: found.tool.digest },
      argumentsDigest: call.argumentsDigest,
      arguments: body,
      decision,
      workload: caller.workload,
      client: call.client ? `${call.client.name} ${call.client.version}` : undefined,
    },
    authority: verdict.authority,
    reasons: verdict.reasons,
    term: verdict.term,
  });
  if (!opened) return "again";
  if (opened.callId === callId) passage.gateway.activity.count(subject.task.id, "held");
  return wait(passage, opened);
}

/** An identical call finds what is already there: a kept answer, a ready hold to use, or one to wait for. */
async function takeHold(passage: Passage, subject: Subject, serverId: string): Promise<Look | null> {
  const { agentId } = passage.caller;
  const key = holdKey({
    agentId,
    taskId: subject.task.id,
    serverId,
    tool: passage.call.name,
    argumentsDigest: passage.call.argumentsDigest,
  });
  const result = await takeResult(key);
  if (result) {
    passage.answer.finish(resultReply(passage.call.id, result.result));
    return "answered";
  }
  const live = await findLiveHold(key);
  return live ? wait(passage, live) : null;
}

async function wait(passage: Passage, waiting: HoldRow): Promise<Look> {
  const end = await waitForPerson(passage, waiting);
  if (end.does === "answer") {
    passage.answer.finish(toolText(passage.call, end.text, true));
    return "answered";
  }
  return end.does === "release" ? release(passage, end.hold) : "again";
}

/** The second decision: what was approved is decided once more, and only a stricter outcome stops it. */
async function release(passage: Passage, ready: HoldRow): Promise<Look> {
  const subject = await readSubject(ready.taskId);
  if (!subject || subject.task.epoch !== ready.epoch) return "again";
  const found = await findTool(passage.serverName, passage.call.name, subject.readAt);
  const verdict = await decide({
    caller: passage.caller,
    subject,
    found,
    names: { server: passage.serverName, tool: passage.call.name },
  });
  if (verdict.does === "grant") return "again";
  const approved = { ...passage, callId: ready.callId };
  const decision = decideRelease(shownDecision(ready, found.tool?.digest), verdict.decision);
  const deciding: Deciding = { passage: approved, subject, found, decision, body: argumentsBody(approved) };
  if (decision.outcome === "deny") {
    await endHoldBecause(ready, decision.reasons[0]?.sentence ?? "It is no longer allowed.");
    return deny({ ...deciding, body: null });
  }
  const recorded = await releaseHold(ready, allowEvent(deciding, ready));
  if (!recorded) return "again";
  passage.gateway.committer.adopt(recorded);
  passage.gateway.activity.count(subject.task.id, "allowed");
  await sendCall(deciding, recorded, ready);
  return "answered";
}

/** The decision that was shown with the hold. A tool whose pin has changed since is one that nobody has seen. */
function shownDecision(ready: HoldRow, toolDigest: string | undefined): Decision {
  const outcome = toolDigest === ready.toolDigest ? "hold" : "deny";
  return { outcome, class: ready.class, reasons: [], rule: null };
}

async function grantByRule(subject: Subject, { authority }: AuthorityAsked): Promise<Look> {
  if (!authority) return "again";
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, subject.task.id);
    if (task?.epoch === subject.task.epoch)
      await grantTask(tx, task, authority, { because: "A rule starts and resumes this task by itself." });
  });
  return "again";
}

function sayDenial(decision: Decision): string {
  const rule = decision.rule ? ` (rule ${decision.rule.name}, version ${decision.rule.version})` : "";
  return `Denied: ${decision.reasons.map((reason) => reason.sentence).join(" ")}${rule}`;
}

function ifMoved(error: unknown): void {
  if (!(error instanceof AppError && error.code === "TASK_CANNOT_MOVE")) throw error;
}
