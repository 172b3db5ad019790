import { type AuditEvent, findBody, type NewBody, saltBody } from "../audit/index";
import { newId } from "../base/index";
import type { CallToolRequest } from "../mcp/index";
import type { Decision } from "../policy/schema";
import type { FoundTool, PinnedTool } from "../servers/index";
import type { Answer } from "./answer";
import type { Caller } from "./caller";
import type { Gateway } from "./gateway";
import type { Subject } from "./subject";

/** One call on its way through the gateway: what came in, never what was decided about it. */
export type Passage = {
  readonly gateway: Gateway;
  readonly caller: Caller;
  readonly call: CallToolRequest;
  readonly serverName: string;
  readonly callId: string;
  readonly answer: Answer;
  readonly startedAt: number;
  /** Aborts when its sender cancels it (legacy clients). */
  readonly cancelled: AbortSignal;
};

export function startPassage(of: Omit<Passage, "callId" | "startedAt">): Passage {
  return { ...of, callId: newId(), startedAt: performance.now() };
}

/** Whether the agent no longer waits for an answer: it cancelled, or its connection is gone. */
export function isAbandoned({ answer, cancelled }: Passage): boolean {
  return answer.gone.aborted || cancelled.aborted;
}

type AllowEvent = Extract<AuditEvent, { kind: "call.allowed" }>;
type DenyEvent = Extract<AuditEvent, { kind: "call.denied" }>;

/** The arguments as the log keeps them: erasable, named by a salted digest. */
export function argumentsBody(passage: Passage): NewBody {
  return saltBody(passage.callId, "arguments", passage.call.canonicalArguments);
}

/** The arguments as they were stored when the call was held, so that its allow names the same body. Null once erased. */
export async function heldArguments(callId: string): Promise<NewBody | null> {
  const body = await findBody(callId, "arguments");
  if (body === null || body.content === null) return null;
  return { callId, kind: "arguments", salt: body.salt, digest: body.digest, content: body.content };
}

/** The definition that a call would meet: of a tool that has drifted it is the one its server offers now. */
export const definitionOf = (tool: PinnedTool): string => tool.offeredDigest ?? tool.digest;

/** What the entries of a call point at. */
function references({ caller, call, callId }: Passage, subject: Subject, found: FoundTool) {
  return {
    taskId: subject.task.id,
    epoch: subject.task.epoch,
    agentId: caller.agentId,
    serverId: found.server?.id,
    tool: call.name,
    callId,
    digest: call.argumentsDigest,
  };
}

function decisionFacts({ caller, call }: Passage, found: FoundTool, decision: Decision, body: NewBody | null) {
  return {
    class: decision.class,
    reasons: decision.reasons,
    rule: decision.rule,
    toolDigest: found.tool ? definitionOf(found.tool) : "",
    arguments: body && { salted: body.digest, bytes: Buffer.byteLength(body.content) },
    workload: caller.workload,
    client: call.client ? `${call.client.name} ${call.client.version}` : undefined,
  };
}

export type Deciding = {
  passage: Passage;
  subject: Subject;
  found: FoundTool;
  decision: Decision;
  body: NewBody | null;
};

/** The entry of an allow. `hold` when a person approved exactly this call. */
export function allowEvent(
  { passage, subject, found, decision, body }: Deciding,
  hold: { id: string; approvalId: string } | null,
): AllowEvent {
  return {
    kind: "call.allowed",
    ...references(passage, subject, found),
    approvalId: hold?.approvalId,
    facts: { ...decisionFacts(passage, found, decision, body), holdId: hold?.id ?? null },
  };
}

/** The entry of a denial. */
export function denyEvent({ passage, subject, found, decision, body }: Deciding): DenyEvent {
  return {
    kind: "call.denied",
    ...references(passage, subject, found),
    facts: decisionFacts(passage, found, decision, body),
  };
}
