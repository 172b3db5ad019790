import { type HoldRow, keepResult } from "../approvals/index";
import { isStillGood, type NewBody, type RecordedAllow, saltBody } from "../audit/index";
import { isAppError } from "../base/index";
import { lend } from "../credentials/index";
import { progressFor, toolText, withNote } from "../mcp/index";
import { type CallOutcome, CallStop, callUpstream } from "../servers/index";
import type { OutcomeEvent } from "../tasks/index";
import type { InFlight } from "./in-flight";
import type { Deciding, Passage } from "./passage";

/**
 * Sends a call whose allow is recorded, answers the agent, and records what came of it. The answer does not wait for
 * the record of the outcome.
 *
 * @param hold The hold that a person approved, when there was one: its answer is kept when nobody is there to take it.
 */
export async function sendCall(deciding: Deciding, allow: RecordedAllow, hold: HoldRow | null): Promise<void> {
  const { passage } = deciding;
  const sentAt = performance.now();
  const outcome = await forward(deciding, allow);
  const answer = deciding.note === null ? outcome.body : withNote(outcome.body, deciding.note);
  const received = passage.cancelled.aborted ? passage.answer.leave() : passage.answer.finish(answer);
  const result =
    outcome.outcome === "succeeded" || outcome.outcome === "failed" ? resultOf(passage, outcome.body) : null;
  const body = result === null ? null : saltBody(allow.callId, "result", result);
  // Before its outcome, which tells the other instances that there may be an answer to look for.
  if (hold && !received && result !== null)
    await keepResult(hold.id, resultOf(passage, answer) ?? result).catch(() => {}); // then the next one asks anew
  // Retried inside while the database is away; when this process dies first, the sweeper records it as unknown.
  void passage.gateway.committer
    .recordOutcome(outcomeEvent(deciding, allow, { outcome, body, sentAt, hold }), body)
    .catch(() => {});
}

async function forward(deciding: Deciding, allow: RecordedAllow): Promise<CallOutcome> {
  const { passage, found, subject } = deciding;
  const { gateway, call, answer } = passage;
  if (!found.server || !found.tool) return notSent(passage, "The tool is gone; nothing was sent.");
  const stop = new CallStop();
  let why: string | null = null;
  const abort = (reason: string) => {
    why ??= reason;
    stop.abort();
  };
  const entry: InFlight = {
    callId: allow.callId,
    taskId: subject.task.id,
    seq: allow.seq,
    startedAt: performance.now(),
    progressedAt: performance.now(),
    stallSeconds: subject.task.stallSeconds,
    abort,
  };
  gateway.inFlight.add(entry);
  const ends = endingsOf(passage, () => abort("The agent cancelled it."));
  const progress = call.progressToken === null ? null : progressFor(call.progressToken);
  try {
    const outcome = await callUpstream({
      server: found.server,
      tool: found.tool,
      taskId: subject.task.id,
      arguments: call.arguments,
      canonicalArguments: call.canonicalArguments,
      to: call,
      secretHeaders: await lend(found.server.id, allow),
      deadline: performance.now() + gateway.settings.callMilliseconds,
      stillGood: () => isStillGood(allow) && !stop.aborted,
      signal: stop,
      onProgress: (step) => {
        entry.progressedAt = performance.now();
        const message = progress?.pass(step);
        if (message) answer.notify(message);
      },
      traceparent: call.traceparent,
    });
    return why === null ? outcome : withReason(passage, outcome, why);
  } catch (error) {
    return notSent(passage, isAppError(error) ? error.message : "Something went wrong here before the call was sent.");
  } finally {
    ends();
    gateway.inFlight.remove(entry);
  }
}

/** A modern client cancels by closing its stream; a legacy one by saying so, and its closed stream means nothing. */
function endingsOf({ call, answer, cancelled }: Passage, cancel: () => void): () => void {
  const endings = call.era === "modern" ? [cancelled, answer.gone] : [cancelled];
  for (const ending of endings) {
    ending.listen(cancel);
    if (ending.aborted) cancel();
  }
  return () => {
    for (const ending of endings) ending.listen(null);
  };
}

/** Says why a call was stopped before it says what that means. */
function withReason({ call }: Passage, stopped: CallOutcome, why: string): CallOutcome {
  if (stopped.outcome !== "aborted" && stopped.because !== "stopped" && stopped.because !== "stale") return stopped;
  const note = `${why} ${stopped.note ?? ""}`.trimEnd();
  return { ...stopped, note, body: toolText(call, note, true) };
}

function notSent({ call }: Passage, note: string): CallOutcome {
  return { outcome: "not_sent", note, body: toolText(call, note, true) };
}

/** The result inside an answer that resultReply wrote; null when it is an error. */
function resultOf({ call }: Passage, body: string): string | null {
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(call.id)},"result":`;
  if (!body.startsWith(head)) return null;
  const result = body.slice(head.length, -1);
  // The commit's lines part fields by tabs and rows by line breaks; in JSON both can stand only where a space can.
  return /[\t\n]/.test(result) ? result.replace(/[\t\n]/g, " ") : result;
}

type Ended = { outcome: CallOutcome; body: NewBody | null; sentAt: number; hold: HoldRow | null };

function outcomeEvent(
  { passage, subject, found }: Deciding,
  allow: RecordedAllow,
  { outcome, body, sentAt, hold }: Ended,
): OutcomeEvent {
  return {
    kind: `call.${outcome.outcome}`,
    taskId: subject.task.id,
    epoch: subject.task.epoch,
    agentId: passage.caller.agentId,
    serverId: found.server?.id,
    tool: passage.call.name,
    callId: allow.callId,
    approvalId: hold?.approvalId,
    facts: {
      milliseconds: Math.round((performance.now() - sentAt) * 10) / 10,
      result: body && { salted: body.digest, bytes: Buffer.byteLength(body.content) },
      note: outcome.note ?? undefined,
    },
  };
}
