import {
  type AuthorityAsked,
  earlierDenial,
  endHoldBecause,
  endUnsigned,
  findHold,
  findLiveHold,
  type HeldCall,
  type HoldRow,
  holdKey,
  keepResult,
  openHold,
  releaseHold,
  takeResult,
} from "../approvals/index";
import { AppError, isPromise, newId } from "../base/index";
import { inTransaction } from "../db/index";
import { refusalReply, refuseParamHeaders, resultReply, toolText } from "../mcp/index";
import type { Decision, Reason } from "../policy/schema";
import { type FoundTool, findTool, openAhead } from "../servers/index";
import { grantTask, lockTask } from "../tasks/index";
import { allowByPattern } from "./allow-by-pattern";
import { approvedCall } from "./approved-call";
import { decide, type Verdict } from "./decide";
import { decideApproved, erasedSince } from "./decide-approved";
import { moveOn } from "./move-on";
import { isEarly } from "./not-yet";
import {
  abandonment,
  allowEvent,
  argumentsBody,
  type Deciding,
  definitionOf,
  denyEvent,
  heldArguments,
  type Passage,
} from "./passage";
import { pausedByContext } from "./paused-by-context";
import { recordRelease } from "./record-release";
import { requireCurrent } from "./require-current";
import { sendCall } from "./send-call";
import { stopFlood } from "./stop-flood";
import { forgetSubject, readSubject, type Subject, subjectOf } from "./subject";
import { endWait, waitForPerson } from "./wait-for-person";

/** What a look at the call came to: it has its answer, or the task moved meanwhile and it must be looked at again. */
type Look = "answered" | "again";

/** A call whose task keeps moving is refused in the end rather than chased for ever. */
const LOOKS_MAX = 8;

/** How long the sweeper may take to tell that a hold is over, in milliseconds. */
const SWEEP_MILLISECONDS = 1000;

/**
 * The way of a tool call, from its parsed message to its answer. Nothing is forwarded before the decision about
 * exactly these bytes is recorded.
 *
 * @throws TOKEN_STALE when the token is behind its task; UNAVAILABLE when the log cannot be written: nothing was sent.
 */
export async function callTool(passage: Passage): Promise<void> {
  const known = subjectOf(passage.caller.taskId);
  let subject = isPromise(known) ? await known : known;
  const checked = requireCurrent(passage.caller, subject);
  if (checked) await checked;
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    if (!subject) throw new AppError("TOKEN_INVALID", "The token names a task that does not exist.");
    // A hold that was superseded keeps its call: what is asked next is another one.
    const attempt = look === 1 ? passage : { ...passage, callId: newId() };
    if ((await lookAt(attempt, subject)) === "answered") return;
    forgetSubject(subject.task.id);
    subject = await readSubject(passage.caller.taskId);
  }
  passage.answer.finish(
    toolText(passage.call, "Denied: the task kept changing while this call was decided. Call again.", true),
  );
}

async function lookAt(passage: Passage, subject: Subject, isReady = false): Promise<Look> {
  const tool = findTool(passage.serverName, passage.call.name, subject.readAt);
  const found = isPromise(tool) ? await tool : tool;
  if (contradictsItself(passage, found)) return "answered";
  // A lock stops answers that were kept, too.
  const free = subject.agent.locked === null && !found.tool?.locked;
  const kept = free && subject.hasHolds && found.server ? await takeHold(passage, subject, found.server.id) : null;
  if (kept) return kept;
  const decided = decide({
    caller: passage.caller,
    subject,
    found,
    names: { server: passage.serverName, tool: passage.call.name },
    arguments: passage.call.arguments,
  });
  const verdict = isPromise(decided) ? await decided : decided;
  if (verdict.does === "grant") return grantByRule(passage, subject, verdict.asked);
  if (verdict.does !== "deny" && (await pausedByContext(passage, subject, found))) return "again";
  const opening = !isReady && verdict.does === "allow" && found.server && openAhead(found.server, subject.task.id);
  if (opening) return opening.then(() => lookAnew(passage));
  const body = argumentsBody(passage);
  const deciding: Deciding = { passage, subject, found, decision: verdict.decision, body, note: null };
  if (verdict.does === "deny") return deny(deciding);
  if (verdict.does === "hold") return hold(deciding, verdict);
  return allow(deciding);
}

/** After a wait for the server, everything is read again that the decision rests on. */
async function lookAnew(passage: Passage): Promise<Look> {
  const subject = await readSubject(passage.caller.taskId);
  return subject ? lookAt(passage, subject, true) : "again";
}

/** Which arguments travel in headers as well is known only from the tool's pinned definition; there they must agree. */
function contradictsItself({ gateway, call, answer }: Passage, { tool }: FoundTool): boolean {
  const refusal = tool && refuseParamHeaders(tool.paramHeaders, call);
  if (!refusal) return false;
  gateway.refusals.count(refusal.reason);
  const { http, body } = refusalReply(refusal);
  answer.finish(body, http);
  return true;
}

async function allow(deciding: Deciding): Promise<Look> {
  const { passage, subject, body } = deciding;
  const { committer, activity } = passage.gateway;
  const taskId = subject.task.id;
  const recorded = await committer.allowCall(allowEvent(deciding, null), body);
  if (recorded.verdict === "recorded") {
    activity.count(taskId, "allowed");
    await sendCall(deciding, recorded.allow, null);
    return "answered";
  }
  await moveOn(taskId);
  return "again";
}

async function deny(deciding: Deciding): Promise<Look> {
  const { passage, subject, decision, body } = deciding;
  await passage.gateway.committer.denyCall(denyEvent(deciding), body);
  passage.gateway.activity.count(subject.task.id, "denied");
  passage.answer.finish(toolText(passage.call, sayDenial(decision), true));
  return "answered";
}

async function hold(deciding: Deciding, verdict: Extract<Verdict, { does: "hold" }>): Promise<Look> {
  const { passage, subject, found, decision } = deciding;
  const call = heldCall(deciding);
  if (!call || !found.server) return deny(deciding);
  const byPattern = await allowByPattern(deciding);
  if (byPattern) return byPattern;
  const denyBecause = (reason: Reason) =>
    deny({ ...deciding, decision: { ...decision, outcome: "deny", reasons: [reason] } });
  const earlier = await earlierDenial(keyOf(passage, subject, found.server.id));
  if (earlier?.stands) return denyBecause(earlier.reason);
  const reasons = earlier ? [...verdict.reasons, earlier.reason] : verdict.reasons;
  const { authority, term } = verdict;
  const opened = await openHold({ task: subject.task, call, authority, reasons, term });
  if (!opened) return "again";
  if ("asks" in opened) {
    const stop = await stopFlood(subject, opened.asks, term);
    return stop === "again" ? stop : denyBecause(stop);
  }
  if (opened.hold.callId === call.callId) passage.gateway.activity.count(subject.task.id, "held");
  return wait(passage, opened.hold);
}

/** A call as its hold and approval bind it; null where there is nothing to bind. */
function heldCall({ passage, found, decision, body }: Deciding): HeldCall | null {
  const { call, caller, callId, network } = passage;
  if (!found.server || !found.tool || !body) return null;
  return {
    callId,
    agentId: caller.agentId,
    server: { id: found.server.id, name: found.server.name },
    tool: { name: call.name, digest: definitionOf(found.tool) },
    argumentsDigest: call.argumentsDigest,
    arguments: body,
    decision,
    workload: caller.workload,
    network,
    client: call.client ? `${call.client.name} ${call.client.version}` : undefined,
  };
}

const keyOf = ({ caller, call }: Passage, { task }: Subject, serverId: string): string =>
  holdKey({
    agentId: caller.agentId,
    taskId: task.id,
    serverId,
    tool: call.name,
    argumentsDigest: call.argumentsDigest,
  });

/** An identical call finds what is already there: a kept answer, a ready hold to use, or one to wait for. */
async function takeHold(passage: Passage, subject: Subject, serverId: string): Promise<Look | null> {
  const key = keyOf(passage, subject, serverId);
  const result = await takeResult(key);
  if (result) {
    const received = passage.answer.finish(resultReply(passage.call.id, result.result));
    if (!received) await keepResult(result.holdId, result.result);
    return "answered";
  }
  const live = await findLiveHold(key);
  return live ? wait(passage, live) : null;
}

async function wait(passage: Passage, waiting: HoldRow): Promise<Look> {
  const end = await waitForPerson(passage, waiting);
  if (end.does === "release") return release(passage, end.hold);
  if (end.does === "again") return "again";
  await endWait(passage, end);
  return "answered";
}

/** The second decision: what was approved is decided once more, and only a stricter outcome stops it. */
async function release(passage: Passage, ready: HoldRow): Promise<Look> {
  const { server } = await findTool(passage.serverName, passage.call.name);
  if (server) await openAhead(server, ready.taskId);
  const subject = await readSubject(ready.taskId);
  if (!subject || subject.task.epoch !== ready.epoch) return "again";
  if (isEarly(passage, subject.task)) return "answered";
  const found = await findTool(passage.serverName, passage.call.name, subject.readAt);
  const approved = await approvedCall(passage, ready);
  const verdict = await decide({
    caller: passage.caller,
    subject,
    found,
    names: { server: passage.serverName, tool: passage.call.name },
    arguments: (approved?.passage ?? passage).call.arguments,
  });
  if (verdict.does === "grant" || (await pausedByContext(passage, subject, found))) return "again";
  const decision = approved ? decideApproved(ready, found, verdict.decision) : erasedSince(verdict.decision);
  const body = await heldArguments(ready.editId ?? ready.callId);
  const shown = approved?.passage ?? { ...passage, callId: ready.callId };
  const deciding: Deciding = { passage: shown, subject, found, decision, body, note: approved?.note ?? null };
  if (decision.outcome === "deny") {
    const ended = await endHoldBecause(ready, decision.reasons[0]?.sentence ?? "It is no longer allowed.");
    return ended ? deny({ ...deciding, body: null }) : "again";
  }
  const { taskId, callId, serverId, tool, epoch, approvalId } = ready;
  const released = { taskId, callId, serverId, tool, epoch, approvalId, agentId: subject.task.agentId };
  const recorded = await recordRelease(passage.gateway, released, (onLoss) =>
    releaseHold(ready, allowEvent(deciding, ready), onLoss),
  );
  if (!recorded) return refusedRelease(passage, ready);
  passage.gateway.activity.count(subject.task.id, "allowed");
  await sendCall(deciding, recorded, ready);
  return "answered";
}

/** The task has moved, its clocks or calls have run out, or the hold is over; of what is over, the sweeper tells within a second. */
async function refusedRelease(passage: Passage, ready: HoldRow): Promise<Look> {
  // Whoever approved it may do so no more: the same call is asked about again.
  if (await endUnsigned(ready)) return "again";
  await moveOn(ready.taskId);
  if ((await findHold(ready.id))?.state === "ready")
    await passage.gateway.signals.wait(ready.callId, SWEEP_MILLISECONDS, abandonment(passage));
  return "again";
}

async function grantByRule(passage: Passage, subject: Subject, { authority }: AuthorityAsked): Promise<Look> {
  if (!authority) return "again";
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, subject.task.id);
    if (task?.epoch === subject.task.epoch)
      await grantTask(tx, task, authority, {
        because: "A rule starts and resumes this task by itself.",
        callers: [{ workload: passage.caller.workload, network: passage.network }],
      });
  });
  return "again";
}

function sayDenial(decision: Decision): string {
  const rule = decision.rule ? ` (rule ${decision.rule.name}, version ${decision.rule.version})` : "";
  return `Denied: ${decision.reasons.map((reason) => reason.sentence).join(" ")}${rule}`;
}
