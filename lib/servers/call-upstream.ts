import { ALLOW_GOOD_MILLISECONDS } from "../audit/index";
import type { SecretHeaders } from "../credentials/index";
import {
  type JsonObject,
  type ReplyTo,
  toolReply,
  toolText,
  type UpstreamLegacyVersion,
  type UpstreamProgress,
  type UpstreamSpeech,
  upstreamCall,
  upstreamCancellation,
} from "../mcp/index";
import type { StopSignal } from "./call-stop";
import { self } from "./configure";
import type { Exchanged, NotWritten } from "./exchange";
import type { NotOpened } from "./open-session";
import { nextRequestId, postUpstream } from "./post-upstream";
import { suspectServer } from "./read-tools";
import { forgetSessions, isStateless } from "./session-belief";
import type { PinnedTool, Upstream } from "./snapshot";
import { dropSession, sessionFor } from "./task-sessions";

/** A call as it was decided on and recorded. */
export type UpstreamCalling = {
  server: Upstream;
  tool: Pick<PinnedTool, "name" | "paramHeaders">;
  taskId: string;
  arguments: JsonObject;
  /** The bytes that were shown and recorded; they are sent as they are. */
  canonicalArguments: string;
  /** The agent's request: its id and the era its answer has to be in. */
  to: ReplyTo;
  secretHeaders: SecretHeaders;
  /** Until when the answer must be there, in milliseconds of performance.now(). */
  deadline: number;
  /** Asked at the moment the bytes would be written; a recorded allow is good for 500 ms. */
  stillGood: () => boolean;
  /** Stops the call: a revocation, or a modern agent that went away. */
  signal?: StopSignal;
  onProgress?: (progress: UpstreamProgress) => void;
  traceparent?: string | null;
};

/** What became of a call. `body` answers the agent: a JSON-RPC message, as JSON text, in the agent's era. */
export type CallOutcome = {
  outcome: "succeeded" | "failed" | "timed_out" | "aborted" | "not_sent";
  body: string;
  /** What to record beside the outcome, as a sentence; null when there is nothing to add. */
  note: string | null;
  /** Why nothing was sent. */
  because?: NotWritten["because"] | "not_ready";
};

const CANCEL_MS = 5000;

/**
 * Sends a call to its server and waits for what becomes of it. Never throws; the bytes are written at most once, and
 * none when `stillGood` says no at that moment. What is said to be `not_sent` surely was not; everything else may have
 * run. The credential's loan ends with the call.
 */
export async function callUpstream(calling: UpstreamCalling): Promise<CallOutcome> {
  try {
    const { server } = calling;
    if (server.era === null) return notSent(calling, NOT_LOOKED_AT, "not_ready");
    const speech = speechOf(server);
    if (speech === null) return await sendInSession(calling);
    const sending = startSending(calling, speech);
    return toOutcome(calling, sending, await sending.exchanged);
  } catch {
    return failed(calling, "Something went wrong here while the server was called; the call may have run.");
  } finally {
    calling.secretHeaders.giveBack();
  }
}

const NOT_LOOKED_AT = "The server has not been looked at since it was added or changed; nothing was sent.";

/** How to speak to a server that keeps nothing between requests; null when a session may be needed. */
function speechOf(server: Upstream): UpstreamSpeech | null {
  if (server.era === "modern") return { era: "modern" };
  if (!isStateless(server)) return null;
  // The look at the server wrote down the version that the two agreed on.
  return { era: "legacy", version: server.protocol as UpstreamLegacyVersion | null, session: null };
}

/**
 * Opens the task's session when there is none. One that the server says it has forgotten is opened once more, for the
 * request was refused at the door; any other 400 may mean anything, so that call has failed and the next one opens anew.
 */
async function sendInSession(calling: UpstreamCalling): Promise<CallOutcome> {
  // Who takes longer to greet is greeted ahead of the next call: by then this one's allow would be over.
  const how = { mayWrite: calling.stillGood, milliseconds: ALLOW_GOOD_MILLISECONDS };
  const opened = await sessionFor(calling, calling.taskId, how);
  if ("fault" in opened) return notOpened(calling, opened);
  const sending = startSending(calling, opened);
  const exchanged = await sending.exchanged;
  const isDoubtful = exchanged.kind === "answered" && exchanged.status === 400;
  if (isDoubtful || isSessionGone(exchanged)) await dropSession(calling.server, calling.taskId, opened);
  if (opened.session === null || !isSessionGone(exchanged)) return toOutcome(calling, sending, exchanged);
  const again = await sessionFor(calling, calling.taskId, how);
  if ("fault" in again) return notOpened(calling, again);
  const resending = startSending(calling, again);
  return toOutcome(calling, resending, await resending.exchanged);
}

/** The server refused the session, so it did not look at the request. Source: MCP 2025-11-25, "Session Management". */
function isSessionGone(exchanged: Exchanged): boolean {
  return (
    exchanged.kind === "answered" && exchanged.answer.kind === "fault" && exchanged.answer.fault === "SESSION_GONE"
  );
}

type Sending = { id: number; speech: UpstreamSpeech; exchanged: Promise<Exchanged> };

function startSending(calling: UpstreamCalling, speech: UpstreamSpeech): Sending {
  const { tool, canonicalArguments, onProgress, deadline, signal, stillGood, traceparent = null } = calling;
  const id = nextRequestId();
  const post = upstreamCall(
    { speech, self: self(), id },
    {
      name: tool.name,
      arguments: calling.arguments,
      canonicalArguments,
      paramHeaders: tool.paramHeaders,
      progressToken: onProgress ? id : null,
      traceparent,
    },
  );
  const hasSession = speech.era === "legacy" && speech.session !== null;
  const manner = { id, hasSession, deadline, signal, mayWrite: stillGood, onProgress };
  return { id, speech, exchanged: postUpstream(calling, post, manner) };
}

function isLeftRunning(exchanged: Exchanged): boolean {
  if (exchanged.kind === "stopped" || exchanged.kind === "timed_out") return true;
  return exchanged.kind === "answered" && exchanged.answer.kind === "asks";
}

/** Tells a legacy server that nobody waits any more; for a modern one the closed connection has said so. */
function cancel(calling: UpstreamCalling, { speech, id }: Sending): void {
  const post = upstreamCancellation(speech, id, "The caller no longer waits for this request.");
  // Its headers are complete before the loan ends; nobody waits for what comes of it.
  void postUpstream(calling, post, { id: nextRequestId(), deadline: performance.now() + CANCEL_MS });
}

function toOutcome(calling: UpstreamCalling, sending: Sending, exchanged: Exchanged): CallOutcome {
  if (sending.speech.era === "legacy" && isLeftRunning(exchanged)) cancel(calling, sending);
  switch (exchanged.kind) {
    case "answered":
      noteOddities(calling.server, exchanged);
      return noteEcho(exchanged, toolReply(calling.to, sending.speech.era, exchanged.answer));
    case "not_written":
      if (exchanged.because === "unreachable") suspectServer(calling.server.id);
      return notSent(calling, exchanged.note, exchanged.because);
    case "broken":
      suspectServer(calling.server.id);
      return failed(calling, exchanged.note);
    case "timed_out":
      return told(calling, "timed_out", "The server did not answer in time; the call may have run.");
    case "stopped":
      return told(calling, "aborted", "The call was stopped while the server worked on it; it may have run.");
  }
}

const ECHOED = "The server's answer repeated the credential it was sent; it was taken out.";

function noteEcho({ saidCredential }: Extract<Exchanged, { kind: "answered" }>, reply: CallOutcome): CallOutcome {
  return saidCredential ? { ...reply, note: reply.note === null ? ECHOED : `${reply.note} ${ECHOED}` } : reply;
}

/** An error instead of a result is how a server shows that it is no longer what was written down about it. */
function noteOddities(server: Upstream, { answer, status }: Extract<Exchanged, { kind: "answered" }>): void {
  if (answer.kind === "result") return;
  if (status === 400 || status === 404) forgetSessions(server);
  suspectServer(server.id);
}

function notOpened(calling: UpstreamCalling, { fault, because }: NotOpened): CallOutcome {
  suspectServer(calling.server.id);
  return notSent(calling, `${fault} The call itself was not sent.`, because === "failed" ? "unreachable" : because);
}

const notSent = (calling: UpstreamCalling, note: string, because: CallOutcome["because"]): CallOutcome => ({
  ...told(calling, "not_sent", note),
  because,
});

const failed = (calling: UpstreamCalling, note: string) => told(calling, "failed", note);

function told({ to }: UpstreamCalling, outcome: CallOutcome["outcome"], note: string): CallOutcome {
  return { outcome, note, body: toolText(to, note, true) };
}
