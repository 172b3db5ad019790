import {
  readInitializeResult,
  readSessionId,
  type UpstreamFacts,
  type UpstreamLegacyVersion,
  type UpstreamSpeech,
  upstreamInitialize,
  upstreamNotification,
} from "../mcp/index";
import { self } from "./configure";
import type { Exchanged, NotWritten } from "./exchange";
import { type Destination, deleteSession, nextRequestId, postUpstream } from "./post-upstream";

export type LegacySpeech = Extract<UpstreamSpeech, { era: "legacy" }>;
/** A handshake that has been made: how to speak from now on, and what the server said about itself. */
export type OpenedSession = { speech: LegacySpeech & { version: UpstreamLegacyVersion }; facts: UpstreamFacts };
export type NotOpened = { fault: string; because: NotWritten["because"] | "failed" };

const CLOSE_MS = 5000;

/**
 * Makes the initialize handshake with a legacy server. Servers without sessions give no session id, and then the
 * handshake leaves nothing behind.
 *
 * @param deadline Until when it must be done, in milliseconds of performance.now().
 */
export async function openSession(
  to: Destination,
  { deadline, mayWrite }: { deadline: number; mayWrite?: () => boolean },
): Promise<OpenedSession | NotOpened> {
  const id = nextRequestId();
  const greeted = await postUpstream(to, upstreamInitialize({ self: self(), id }), { id, deadline, mayWrite });
  const result = resultOf(greeted);
  if (typeof result !== "string") return result;
  const read = readInitializeResult(result);
  if (read.fault !== undefined) return { fault: read.fault, because: "failed" };
  const session = readSessionId(greeted.kind === "answered" ? greeted.sessionId : undefined);
  const speech = { era: "legacy" as const, version: read.version, session };
  const confirmed = await postUpstream(to, upstreamNotification(speech, "notifications/initialized"), {
    id: nextRequestId(),
    deadline,
  });
  if (session !== null && (confirmed.kind !== "answered" || confirmed.status >= 400)) {
    return { fault: "The server did not complete the handshake.", because: "failed" };
  }
  return { speech, facts: read };
}

/** The result of a request as JSON text, or why there is none. */
export function resultOf(exchanged: Exchanged): string | NotOpened {
  switch (exchanged.kind) {
    case "answered":
      return exchanged.answer.kind === "result"
        ? exchanged.answer.result
        : { fault: said(exchanged), because: "failed" };
    case "not_written":
      return { fault: exchanged.note, because: exchanged.because };
    case "broken":
      return { fault: exchanged.note, because: "failed" };
    case "timed_out":
      return { fault: "The server did not answer in time.", because: "failed" };
    case "stopped":
      return { fault: "It was stopped.", because: "stopped" };
  }
}

function said({ answer }: Extract<Exchanged, { kind: "answered" }>): string {
  if (answer.kind === "error") return `The server answered with error ${answer.code}.`;
  return answer.kind === "fault" ? answer.sentence : "The server asks for something that is not offered here.";
}

/** Ends a session, as a courtesy: a server that does not hear of it forgets it by itself. */
export async function endSession(to: Destination, speech: LegacySpeech): Promise<void> {
  if (speech.session === null) return;
  const headers = ["mcp-session-id", speech.session];
  if (speech.version !== null) headers.push("mcp-protocol-version", speech.version);
  await deleteSession(to, headers, performance.now() + CLOSE_MS);
}
