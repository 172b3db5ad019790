import { findHold, type HoldRow } from "../approvals/index";
import { digestCode } from "../base/index";
import { progressFor } from "../mcp/index";
import { abandonment, isAbandoned, type Passage } from "./passage";

/** How a wait ended: it may be released, it has a text for the agent, nobody waits, or it must be looked at afresh. */
export type WaitEnd =
  | { does: "release"; hold: HoldRow }
  | { does: "answer"; text: string }
  | { does: "leave" }
  | { does: "again" };

/** Between two words to the client, in milliseconds. */
const SAY_MILLISECONDS = 10_000;

/**
 * Blocks a held call until a person has decided, the agent goes away, or the time for blocking is over (or the process
 * stops); then it is told to call again with the same arguments, which finds the same hold.
 */
export async function waitForPerson(passage: Passage, waiting: HoldRow): Promise<WaitEnd> {
  const { answer, gateway, call, startedAt } = passage;
  answer.stream();
  const progress = call.progressToken === null ? null : progressFor(call.progressToken);
  const until = startedAt + gateway.settings.holdMilliseconds;
  for (;;) {
    const left = gateway.stopping.aborted ? 0 : Math.min(until - performance.now(), SAY_MILLISECONDS);
    const looked = new AbortController();
    // Listen before looking: what happens in between is not missed.
    const told = gateway.signals.wait(
      waiting.callId,
      Math.max(left, 0),
      AbortSignal.any([abandonment(passage), looked.signal]),
    );
    const end = endOf(await findHold(waiting.id), isAbandoned(passage));
    if (end || left <= 0) {
      looked.abort();
      return end ?? { does: "answer", text: sayPending(passage, waiting) };
    }
    await told;
    if (progress && !isAbandoned(passage)) answer.notify(progress.say("Waiting for a person to decide."));
  }
}

function endOf(hold: HoldRow | null, gone: boolean): WaitEnd | null {
  // An approval never sends by itself: without an agent that waits, the hold stays ready for its next call.
  if (gone) return { does: "leave" };
  if (!hold) return { does: "again" };
  if (hold.state === "waiting") return null;
  if (hold.state === "ready") return { does: "release", hold };
  if (hold.state === "denied") return { does: "answer", text: `Denied: ${hold.reason ?? "a person said no."}` };
  if (hold.state === "expired")
    return {
      does: "answer",
      text: `Not executed: ${hold.reason ?? "nobody answered in time."} Call again to ask again.`,
    };
  return { does: "again" };
}

function sayPending({ gateway, call, serverName }: Passage, hold: HoldRow): string {
  return [
    `Pending: ${call.name} on ${serverName} waits for a person's approval and has not been executed.`,
    `Call this tool again with exactly the same arguments to get its result.`,
    `Hold ${digestCode(hold.argumentsDigest)}; people decide at ${gateway.settings.publicUrl}/inbox.`,
  ].join(" ");
}
