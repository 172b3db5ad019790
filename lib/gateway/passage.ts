import { type AuditEvent, findBody, type NewBody, saltBody } from "../audit/index";
import { newId } from "../base/index";
import type { CallToolRequest } from "../mcp/index";
import type { Decision } from "../policy/schema";
import type { CallStop, FoundTool, PinnedTool } from "../servers/index";
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
  /** The part of the network that it came from. */
  readonly network: string;
  readonly answer: Answer;
  readonly startedAt: number;
  /** Stops when its sender cancels it (legacy clients). */
  readonly cancelled: CallStop;
};

export function startPassage(of: Omit<Passage, "callId" | "startedAt">): Passage {
  const { gateway, caller, call, serverName, network, answer, cancelled } = of;
  // Named one by one, here and below: a spread costs each call more than what it decides.
  return {
    gateway,
    caller,
    call,
    serverName,
    network,
    callId: newId(),
    answer,
    startedAt: performance.now(),
    cancelled,
  };
}

/** Whether the agent no longer waits for an answer: it cancelled, or its connection is gone. */
export function isAbandoned({ answer, cancelled }: Passage): boolean {
  return answer.gone.aborted || cancelled.aborted;
}

/** Aborts as soon as the agent no longer waits; until the next one is asked for. */
export function abandonment(passage: Passage): AbortSignal {
  const controller = new AbortController();
  for (const stop of [passage.answer.gone, passage.cancelled]) stop.listen(() => controller.abort());
  if (isAbandoned(passage)) controller.abort();
  return controller.signal;
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

export type Deciding = {
  passage: Passage;
  subject: Subject;
  found: FoundTool;
  decision: Decision;
  body: NewBody | null;
  /** What the agent is told beside the answer; null for nothing. */
  note: string | null;
};

/** The entry of an allow. `hold` when a person approved exactly this call. */
export function allowEvent(
  deciding: Deciding,
  hold: { id: string; approvalId: string; editId: string | null } | null,
): AllowEvent {
  const { passage, subject, found, decision, body } = deciding;
  return {
    kind: "call.allowed",
    taskId: subject.task.id,
    epoch: subject.task.epoch,
    agentId: passage.caller.agentId,
    serverId: found.server?.id,
    tool: passage.call.name,
    callId: passage.callId,
    approvalId: hold?.approvalId,
    digest: passage.call.argumentsDigest,
    facts: {
      class: decision.class,
      reasons: decision.reasons,
      rule: decision.rule,
      toolDigest: found.tool ? definitionOf(found.tool) : "",
      arguments: body && { salted: body.digest, bytes: Buffer.byteLength(body.content) },
      workload: passage.caller.workload,
      client: clientOf(passage),
      edit: hold?.editId ?? undefined,
      holdId: hold?.id ?? null,
    },
  };
}

/** The entry of a denial: what an allow would have said, but for the hold. */
export function denyEvent(deciding: Deciding): DenyEvent {
  const { facts, ...references } = allowEvent(deciding, null);
  const { holdId: _none, ...decision } = facts;
  return { ...references, kind: "call.denied", facts: decision };
}

const clientOf = ({ call }: Passage) => (call.client ? `${call.client.name} ${call.client.version}` : undefined);
