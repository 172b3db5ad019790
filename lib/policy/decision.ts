import { z } from "zod";
import type { ActionClass } from "./class";
import type { RuleRef } from "./rule";

/** Every ground on which a call is allowed, held or denied, in one closed list, and what it means. */
export const CALL_REASONS = {
  // denied
  agent_disabled: "The agent is disabled.",
  agent_locked: "A person has locked the agent.",
  tool_locked: "A person has locked the tool.",
  server_unknown: "No server of this name is registered.",
  server_disabled: "The server is disabled.",
  server_not_ready: "The server has not been looked at yet, so its tools are not known.",
  tool_unknown: "The server has no tool of this name that anyone has looked at.",
  tool_gone: "The server no longer offers the tool.",
  out_of_scope: "The task does not hold this tool.",
  pinned: "An argument is not what a reviewer pinned it to.",
  no_rule: "No rule covers the tool, and no rule means no.",
  not_yet: "A person let the task make calls only from a later moment on.",
  task_ended: "The task has ended.",
  key_refused: "A rule does not let agent keys use this task.",
  denied_before: "A person denied the same call before; within a minute it is denied again by itself.",
  too_many_asks: "The task asks more often than its rule lets people be asked.",
  cooling_down: "A person said no a moment ago; it is not asked again yet.",
  limit_reached: "The grant's calls are used up.",
  stricter_now: "What was approved is no longer allowed by the rules in force.",
  changed_since_approval: "The tool's definition is no longer the one that was approved.",
  // held
  start_needed: "The task waits for its first approval.",
  resume_needed: "The task is paused and waits for a new authorization.",
  tool_drifted: "The tool's definition differs from the one that was accepted.",
  unclassed: "Nobody has said yet whether the tool reads, writes or destroys.",
  signature_lost: "Somebody whose approval it took may no longer give it, so it is asked about again.",
  held_by_rule: "A rule holds calls of this class.",
  // allowed
  allowed_by_rule: "A rule allows calls of this class.",
  approved: "A person approved exactly this call.",
  like_approved: "A person approved calls like this one.",
} as const;
export type CallReasonCode = keyof typeof CALL_REASONS;

export const reasonSchema = z.object({ code: z.string(), sentence: z.string() });
export type Reason = z.infer<typeof reasonSchema>;

/** Builds a reason whose code is of the closed list. */
export const because = (code: CallReasonCode, sentence: string): Reason => ({ code, sentence });

/** What policy says about one call. */
export type Decision = {
  outcome: "allow" | "hold" | "deny";
  class: ActionClass;
  reasons: Reason[];
  rule: RuleRef | null;
};
