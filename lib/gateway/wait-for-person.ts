import {
  findHold,
  type HoldRow,
  type OpenQuestion,
  openQuestions,
  tellQuestions,
  untellQuestions,
} from "../approvals/index";
import { digestCode } from "../base/index";
import { progressFor, toolText } from "../mcp/index";
import { abandonment, isAbandoned, type Passage } from "./passage";

/** How a wait ended: it may be released, it has a text for the agent, nobody waits, or it must be looked at afresh. */
export type WaitEnd =
  | { does: "release"; hold: HoldRow }
  /** `told`: the questions that the text puts to the agent, and that no call had come back with yet. */
  | { does: "answer"; text: string; told?: string[] }
  | { does: "leave" }
  | { does: "again" };

/** Between two words to the client, in milliseconds. */
const SAY_MILLISECONDS = 10_000;

/**
 * Blocks a held call until a person has decided or asks something back, the agent goes away, or the time for blocking is
 * over (or the process stops); then it is told to call again with the same arguments, which finds the same hold. A
 * question ends the call that waits when it comes, or else the next one; after that, calls wait as they would without it:
 * an agent that cannot answer does not spin.
 */
export async function waitForPerson(passage: Passage, waiting: HoldRow): Promise<WaitEnd> {
  const { answer, gateway, call, startedAt } = passage;
  answer.stream();
  const progress = call.progressToken === null ? null : progressFor(call.progressToken);
  const until = startedAt + gateway.settings.holdMilliseconds;
  const known = new Set((await openQuestions(waiting)).flatMap(({ id, toldAt }) => (toldAt === null ? [] : [id])));
  for (;;) {
    const left = gateway.stopping.aborted ? 0 : Math.min(until - performance.now(), SAY_MILLISECONDS);
    const looked = new AbortController();
    // Listen before looking: what happens in between is not missed.
    const told = gateway.signals.wait(
      waiting.callId,
      Math.max(left, 0),
      AbortSignal.any([abandonment(passage), looked.signal]),
    );
    const end = endOf(await findHold(waiting.id), isAbandoned(passage)) ?? (await askedBack(passage, waiting, known));
    if (end || left <= 0) {
      looked.abort();
      return end ?? { does: "answer", text: sayPending(passage, waiting, (await openQuestions(waiting)).length > 0) };
    }
    await told;
    if (progress && !isAbandoned(passage)) answer.notify(progress.say("Waiting for a person to decide."));
  }
}

/** Answers a call that waits no longer. Questions that the agent did not receive are told to its next call. */
export async function endWait(
  { answer, call }: Passage,
  end: Extract<WaitEnd, { does: "answer" | "leave" }>,
): Promise<void> {
  const received = end.does === "answer" ? answer.finish(toolText(call, end.text, true)) : answer.leave();
  if (!received && end.does === "answer" && end.told) await untellQuestions(end.told);
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

/** The end of the wait when somebody asks what this call has not been told of. */
async function askedBack(passage: Passage, waiting: HoldRow, known: ReadonlySet<string>): Promise<WaitEnd | null> {
  const open = await openQuestions(waiting);
  if (open.every(({ id }) => known.has(id))) return null;
  const told = await tellQuestions(open.map(({ id }) => id));
  return { does: "answer", text: sayQuestions(passage, open), told };
}

/** Every question that is open, the new ones and those the agent was told of before. */
function sayQuestions({ gateway, call, serverName }: Passage, open: readonly OpenQuestion[]): string {
  const asked = open.map(({ id, by, text }) => `${by} asks (question ${id}): “${text}”`);
  return [
    `Not executed yet: ${call.name} on ${serverName} waits for a person’s decision.`,
    ...asked,
    `Answer with POST ${gateway.settings.publicUrl}/agent/v1/task {"action": "answer", "question": the id, "text": your answer},`,
    "or let your owner answer on the page; then call this tool again with exactly the same arguments.",
  ].join(" ");
}

function sayPending({ gateway, call, serverName }: Passage, hold: HoldRow, isAsked: boolean): string {
  return [
    `Pending: ${call.name} on ${serverName} waits for a person's approval and has not been executed.`,
    `Call this tool again with exactly the same arguments to get its result.`,
    isAsked ? `A person’s question is still open: GET ${gateway.settings.publicUrl}/agent/v1/task shows it.` : "",
    `Hold ${digestCode(hold.argumentsDigest)}; people decide at ${gateway.settings.publicUrl}/inbox.`,
  ]
    .filter(Boolean)
    .join(" ");
}
