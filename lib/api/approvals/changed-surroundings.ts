import type { ApprovalRow } from "../../approvals/index";
import { digestCode } from "../../base/index";
import { inTransaction } from "../../db/index";
import type { Scope } from "../../policy/schema";
import { takeContext } from "../../tasks/index";
import type { Context } from "../../tasks/schema";
import type { Change } from "./change-schema";
import type { Compared } from "./changed-authority";
import { type HeldGrant, readGivenBy } from "./read-grants";

/**
 * Compares what surrounds a question with what surrounded the last approval: who calls, from where, servers, tools. Of a
 * question that is over, what surrounded its answer is known only if that gave something.
 */
export async function changedSurroundings(approval: ApprovalRow, held: HeldGrant | null): Promise<Compared> {
  const before = held?.context;
  const now = before && (await contextOf(approval, { scope: held.scope, before }));
  if (!before || !now) return { changes: [], same: [] };
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

type Compares = { scope: Scope; before: Context };

async function contextOf(approval: ApprovalRow, { scope, before }: Compares): Promise<Context | null> {
  if (approval.state === "pending") {
    const callers = approval.asked.calls.map(({ caller }) => caller);
    return inTransaction((tx) => takeContext(tx, scope, callers));
  }
  const then = (await readGivenBy(approval))?.context;
  // Of what its answer left out, nothing was noted: that is no change of it.
  return then
    ? { ...then, servers: { ...before.servers, ...then.servers }, tools: { ...before.tools, ...then.tools } }
    : null;
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
