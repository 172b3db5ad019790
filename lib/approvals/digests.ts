import { canonicalJson, digestOf, type Json } from "../base/index";
import type { ApprovalKind, Asked } from "./schema";

/** The key under which a repeated call finds its hold: the same agent, task, server, tool and canonical arguments. */
export function holdKey(of: {
  agentId: string;
  taskId: string;
  serverId: string;
  tool: string;
  argumentsDigest: string;
}): string {
  return digestOf(`${of.agentId}\n${of.taskId}\n${of.serverId}\n${of.tool}\n${of.argumentsDigest}`);
}

/**
 * What a reviewer signs: the kind, the task and its epoch, the authority to be given, every call the approval would
 * let through with the canonical arguments that would be sent and its tool definition, and whose approvals it takes. A change of any of them is
 * another digest.
 */
export function approvalDigest(kind: ApprovalKind, taskId: string, epoch: number, asked: Asked): string {
  return digestOf(approvalText(kind, taskId, epoch, asked));
}

/** The canonical JSON that an approval's digest is made of: kept with what was signed, so that it can be made again. */
export function approvalText(kind: ApprovalKind, taskId: string, epoch: number, asked: Asked): string {
  const calls = asked.calls.map(({ server, tool, toolDigest, argumentsDigest }) => ({
    server,
    tool,
    toolDigest,
    argumentsDigest,
  }));
  // Parsed by our own schemas: plain JSON.
  const { authority, needs, pattern } = asked;
  return canonicalJson({ v: 1, kind, taskId, epoch, authority, calls, pattern, needs } as unknown as Json);
}
