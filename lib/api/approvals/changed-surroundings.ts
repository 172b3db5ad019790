import type { Asked } from "../../approvals/schema";
import { digestCode } from "../../base/index";
import { inTransaction } from "../../db/index";
import { type TaskView, takeContext } from "../../tasks/index";
import type { Compared } from "./changed-authority";
import type { Change } from "./schema";

/** Compares what surrounds a question with what surrounded the last approval: who calls, from where, servers, tools. */
export async function changedSurroundings(asked: Asked, task: TaskView): Promise<Compared> {
  const { grant } = task;
  if (!grant?.context) return { changes: [], same: [] };
  const before = grant.context;
  const callers = asked.calls.map(({ caller }) => caller);
  const now = await inTransaction((tx) => takeContext(tx, grant.scope, callers));
  const parts: [name: string, changes: Change[]][] = [
    ["workload", others("workload", before.workloads, now.workloads)],
    ["network", others("network", before.networks, now.networks)],
    ["server addresses", entries("server", before.servers, now.servers)],
    ["tool definitions", entries("definition", codes(before.tools), codes(now.tools))],
  ];
  return {
    changes: parts.flatMap(([, changes]) => changes),
    same: parts.flatMap(([name, changes]) => (changes.length === 0 ? [name] : [])),
  };
}

/** Callers that were not among those of the approval. */
function others(what: "workload" | "network", before: string[], now: string[]): Change[] {
  const known = before.length === 0 ? null : before.join(", ");
  return now
    .filter((name) => !before.includes(name))
    .map((name) => ({ what, name: what, before: known, after: name, direction: "other" }));
}

function entries(
  what: "server" | "definition",
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): Change[] {
  return Object.entries(before)
    .filter(([name, value]) => now[name] !== value)
    .map(([name, value]) => ({ what, name, before: value, after: now[name] ?? null, direction: "other" }));
}

const codes = (tools: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tools).map(([name, digest]) => [name, digestCode(digest)]));
