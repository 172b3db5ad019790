import { endUnsignedPattern, type FoundPattern, findPattern, releaseByPattern } from "../approvals/index";
import type { NewBody, RecordedAllow } from "../audit/index";
import { because, sayPattern } from "../policy/schema";
import { moveOn } from "./move-on";
import { allowEvent, type Deciding, definitionOf } from "./passage";
import { recordRelease } from "./record-release";
import { sendCall } from "./send-call";

/** What a pattern came to: the call went under it, or the task or the pattern moved meanwhile; null: none lets it go. */
export type ByPattern = "answered" | "again" | null;

/**
 * Lets a call go that its rule would hold, when a person approved calls like it for this task. Only a rule's own word
 * about the class gives way to a pattern: a tool that has drifted is looked at.
 */
export async function allowByPattern(deciding: Deciding): Promise<ByPattern> {
  const { passage, subject, found, decision, body } = deciding;
  if (subject.task.state !== "running" || !found.server || !found.tool || !body) return null;
  if (decision.reasons.some(({ code }) => code !== "held_by_rule")) return null;
  const pattern = await findPattern({
    taskId: subject.task.id,
    epoch: subject.task.epoch,
    serverId: found.server.id,
    tool: passage.call.name,
    toolDigest: definitionOf(found.tool),
    class: decision.class,
    arguments: passage.call.arguments,
  });
  if (!pattern) return null;
  const allowed: Deciding = {
    ...deciding,
    decision: { ...decision, outcome: "allow", reasons: [whyAllowed(pattern)] },
  };
  const recorded = await recordUse(allowed, pattern, body);
  if (!recorded) {
    if (!(await endUnsignedPattern(pattern))) await moveOn(pattern.taskId);
    return "again";
  }
  passage.gateway.activity.count(subject.task.id, "allowed");
  await sendCall(allowed, recorded, null);
  return "answered";
}

function whyAllowed({ by, arguments: pattern }: FoundPattern) {
  return because("like_approved", `${by ?? "A person"} approved calls like it: ${sayPattern(pattern)}.`);
}

function recordUse(deciding: Deciding, pattern: FoundPattern, body: NewBody): Promise<RecordedAllow | null> {
  const { passage, subject } = deciding;
  const { callId, gateway, call } = passage;
  const { taskId, serverId, epoch, approvalId } = pattern;
  const event = { ...allowEvent(deciding, null), callId, approvalId };
  const released = { taskId, callId, serverId, tool: call.name, epoch, approvalId, agentId: subject.task.agentId };
  return recordRelease(gateway, released, (onLoss) => releaseByPattern(pattern, { event, body }, onLoss));
}
