import { findApproval, type HeldCall, type HoldRow, openHold, renderApproval } from "../../lib/approvals/index";
import { saltBody } from "../../lib/audit/index";
import { canonicalJson, digestOf, type Json, newId } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import type { Person } from "../../lib/identity/schema";
import { DEFAULT_RULE, frozenOf, type Need, type RuleBody } from "../../lib/policy/schema";
import type { TaskView } from "../../lib/tasks/index";
import { makeGiving, makeHuman, NO_HASTE } from "./tasks";

/** A call that policy holds. */
export function makeHeldCall(
  task: TaskView,
  over: { tool?: string; path?: string; more?: { [name: string]: Json } } = {},
): HeldCall {
  const callId = newId();
  const content = canonicalJson({ path: over.path ?? "notes/today.md", ...over.more });
  return {
    callId,
    agentId: task.agentId,
    server: { id: newId(), name: "files" },
    tool: { name: over.tool ?? "write_file", digest: "cd".repeat(32) },
    argumentsDigest: digestOf(content),
    arguments: saltBody(callId, "arguments", content),
    decision: {
      outcome: "hold",
      class: "write",
      reasons: [{ code: "held_by_rule", sentence: "Calls that write are held." }],
      rule: null,
    },
    workload: "test",
    network: "127.0.0.0/24",
  };
}

/** Opens a hold as the gateway would; the kind of its approval follows from the task's state. */
export async function makeHold(
  task: TaskView,
  call: HeldCall = makeHeldCall(task),
  over: Partial<Pick<RuleBody, "decideBySeconds" | "readySeconds" | "tell" | "sign" | "breakGlassSeconds">> & {
    needs?: Need[];
  } = {},
): Promise<HoldRow> {
  const { needs, ...rule } = over;
  const opened = await openHold({
    task,
    call,
    authority: task.state === "running" ? null : makeGiving({ scope: task.charter.body.scope }),
    reasons: call.decision.reasons,
    term: {
      // Races ask one person hundreds of times: the cap on that has tests of its own.
      ...frozenOf({ ...DEFAULT_RULE, ...NO_HASTE, ...rule }),
      ...(needs && { needs }),
      rule: { id: newId(), name: "default", version: 1 },
    },
  });
  if (!opened || "asks" in opened) throw new Error("the task moved on, or asks too often");
  return opened.hold;
}

/** A signed-in approver. */
export async function makeApprover(): Promise<Person> {
  const { id, email } = await makeHuman({ roles: ["viewer", "approver"] });
  return {
    via: "page",
    human: { id, email, name: email, roles: ["viewer", "approver"], seesBodies: true },
    sessionHash: id,
  };
}

/** The digest that the page would show for an approval. */
export async function shownDigest(approvalId: string): Promise<string> {
  return (await db().approval.findUniqueOrThrow({ where: { id: approvalId } })).digest;
}

/** What a review on the page names as seen: the digest of what is held, and of how it was shown. */
export async function shownOf(approvalId: string): Promise<{ digest: string; rendering: string }> {
  const approval = await findApproval(approvalId);
  if (!approval) throw new Error("there is no such approval");
  return { digest: approval.digest, rendering: (await renderApproval(approval.asked)).digest };
}
