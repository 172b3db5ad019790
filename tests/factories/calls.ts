import { entryRow } from "../../lib/audit/index";
import { newId } from "../../lib/base/index";
import type { CallEvent } from "../../lib/tasks/index";

type AllowEvent = Extract<CallEvent, { kind: "call.allowed" }>;

/** An allow of one call, as the gateway would record it. */
export function makeAllow(of: { taskId: string; epoch: number; agentId: string; serverId?: string }): AllowEvent {
  return {
    kind: "call.allowed",
    taskId: of.taskId,
    epoch: of.epoch,
    agentId: of.agentId,
    serverId: of.serverId ?? newId(),
    tool: "read_file",
    callId: newId(),
    digest: "ab".repeat(32),
    facts: {
      class: "read",
      reasons: [],
      rule: null,
      toolDigest: "cd".repeat(32),
      arguments: null,
      workload: "test",
      holdId: null,
    },
  };
}

/** The same as a row of the commit statement. */
export function makeAllowRow(of: Parameters<typeof makeAllow>[0]) {
  return { entry: entryRow(makeAllow(of)), asks: true, body: null };
}
