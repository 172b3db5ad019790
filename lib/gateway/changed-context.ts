import type { ContextPart } from "../policy/schema";
import type { PinnedTool, Upstream } from "../servers/index";
import type { Context, PausedFor } from "../tasks/schema";

/** What a call shows of its surroundings. */
export type CallContext = { workload: string; network: string; server: Upstream; tool: PinnedTool };

/** A part that is no longer what was approved: why the task pauses, in the words of its card. */
export type ContextChange = { part: ContextPart; pausedFor: PausedFor; note: string };

type Check = (approved: Context, now: CallContext) => string | null;

const list = (words: readonly string[]): string => words.join(" or ");

/** One sentence for each part; in this order, the first that differs is said. */
const CHECKS: Readonly<Record<Exclude<ContextPart, "approver">, Check>> = {
  workload: ({ workloads }, { workload }) =>
    workloads.length === 0 || workloads.includes(workload)
      ? null
      : `The task is called as ${workload}; it was approved for ${list(workloads)}.`,
  network: ({ networks }, { network }) =>
    networks.length === 0 || networks.includes(network)
      ? null
      : `The task is called from ${network}; it was approved for ${list(networks)}.`,
  server: ({ servers }, { server }) => {
    const before = servers[server.name];
    return before === undefined || before === server.url
      ? null
      : `The address of ${server.name} is ${server.url} now; it was ${before} when the task was approved.`;
  },
  tools: ({ tools }, { server, tool }) => {
    const before = tools[`${server.name}/${tool.name}`];
    return before === undefined || before === (tool.offeredDigest ?? tool.digest)
      ? null
      : `The definition of ${tool.name} on ${server.name} is not the one that was approved.`;
  },
};
const PARTS = ["workload", "network", "server", "tools"] as const;

/**
 * Compares a call's surroundings with those of the approval, as far as the rule watches them. A changed policy or rule is
 * no part of it: at each call the rules in force decide anyway.
 *
 * @returns The first part that differs; null when nothing does, or the grant is older than fingerprints.
 */
export function changedContext(
  approved: Context | null,
  watched: readonly ContextPart[],
  now: CallContext,
): ContextChange | null {
  if (!approved || watched.length === 0) return null;
  for (const part of PARTS) {
    const note = watched.includes(part) ? CHECKS[part](approved, now) : null;
    if (note !== null) return { part, pausedFor: part === "tools" ? "tool_drifted" : "context_changed", note };
  }
  return null;
}
