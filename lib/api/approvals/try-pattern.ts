import { findShown, patternOf, requirePatternable } from "../../approvals/index";
import { AppError, digestOf, type Json } from "../../base/index";
import { db } from "../../db/index";
import { may } from "../../identity/schema";
import { type Misfit, misfitOf, sayPattern } from "../../policy/schema";
import type { Handler } from "../handler";
import { maskText } from "../read-body-view";
import type { PatternTrial, TriedCall } from "./pattern-schema";

const DAYS = 30;
const LOOKED_AT = 1000;
const SHOWN = 20;

type Row = { callId: string; taskId: string; at: Date; content: string | null; decision: string };

/** Says which of an agent's calls of the last 30 days a pattern would have let go, and which not; nothing is asked by it. */
export const tryPattern: Handler<"tryPattern"> = async ({ id, arguments: conditions }, person) => {
  const approval = await findShown(id);
  if (!approval) throw new AppError("NOT_FOUND", "There is no such approval.");
  if (!may(person, "see_bodies")) throw new AppError("FORBIDDEN", "You may not see payloads.", { right: "see_bodies" });
  const call = requirePatternable(approval);
  const pattern = await patternOf(call, conditions);
  const rows = await readCalls(approval.agentId, call);
  const trial: PatternTrial = {
    says: sayPattern(pattern),
    days: DAYS,
    looked: rows.length,
    more: rows.length === LOOKED_AT,
    erased: rows.filter(({ content }) => content === null).length,
    fits: { total: 0, items: [] },
    differs: { total: 0, items: [] },
  };
  for (const row of rows) {
    if (row.content === null) continue;
    const misfit = misfitOf(pattern, JSON.parse(row.content) as { [name: string]: Json }, digestOf); // stored arguments
    const side = misfit ? trial.differs : trial.fits;
    side.total += 1;
    if (side.items.length < SHOWN) side.items.push(toTried(row, row.content, { misfit, mask: call.mask }));
  }
  return trial;
};

/** The agent's latest calls of one tool, each once: as it was decided first. */
async function readCalls(
  agentId: string,
  { callId, server, tool }: { callId: string; server: string; tool: string },
): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT DISTINCT ON (e.call_id) e.call_id::text AS "callId", e.task_id::text AS "taskId", e.at, b.content, e.kind AS decision
    FROM (SELECT call_id, task_id, at, kind, seq FROM entry
      WHERE agent_id = ${agentId}::uuid AND tool = ${tool} AND at > clock_timestamp() - make_interval(days => ${DAYS}::int)
        AND server_id = (SELECT s.id FROM server s WHERE s.name = ${server})
        AND kind IN ('call.held', 'call.allowed', 'call.denied') AND call_id <> ${callId}::uuid
      ORDER BY seq DESC LIMIT ${LOOKED_AT}::int) e
    LEFT JOIN body b ON b.call_id = e.call_id AND b.kind = 'arguments'
    ORDER BY e.call_id, e.seq`.then((rows) => rows.sort((a, b) => b.at.getTime() - a.at.getTime()));
}

type Judged = { misfit: Misfit | null; mask: readonly string[] };

function toTried({ callId, taskId, at, decision }: Row, content: string, { misfit, mask }: Judged): TriedCall {
  return {
    callId,
    taskId,
    at: at.toISOString(),
    decision: decision === "call.allowed" ? "allowed" : decision === "call.held" ? "held" : "denied",
    arguments: maskText(content, mask).text,
    misfit,
  };
}
