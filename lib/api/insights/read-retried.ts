import type { Json } from "../../base/index";
import { db } from "../../db/index";
import { groupBy } from "./group-by";
import { isNear, type Plain, plainly } from "./near";
import { BEFORE_DAYS, callKey, type DeniedCall, toolKey } from "./read-denied";
import type { ApprovalFact, Facts } from "./read-facts";
import type { Insights, Retry } from "./schema";

const SHOWN = 20;
/** So many arguments at most are compared, and so many denials with each, the latest first; longer ones only byte for byte. */
const COMPARED = 2_000;
const COMPARED_EACH = 50;
const COMPARED_BYTES = 16_384;
const DAY = 86_400_000;

type Approved = ApprovalFact & { call: NonNullable<ApprovalFact["call"]> };
type Suspect = { one: Approved; same: DeniedCall | undefined; near: DeniedCall[] };

/** Finds calls that were approved after a denial of the same, or nearly: an agent may ask until somebody says yes. */
export async function readRetried(
  { approvals }: Pick<Facts, "approvals">,
  denied: readonly DeniedCall[],
): Promise<Insights["retried"]> {
  const suspects = suspectsOf(approvals.filter(isApprovedCall), denied);
  const compared = suspects.filter(({ same }) => !same);
  const bodies = await readBodies(
    compared.flatMap(({ one, near }) => [one.call.bodyId, ...near.map(({ bodyId }) => bodyId)]),
  );
  const items = suspects.flatMap(({ one, same, near }): Retry[] => {
    const before = same ?? near.find(({ bodyId }) => areNear(bodies.get(one.call.bodyId), bodies.get(bodyId)));
    return before ? [toRetry(one, before, same !== undefined)] : [];
  });
  return { items: items.slice(0, SHOWN), total: items.length };
}

/** The approved calls of whose tool the same agent was denied a call before. */
function suspectsOf(approved: readonly Approved[], denied: readonly DeniedCall[]): Suspect[] {
  const [ofCall, ofTool] = [
    groupBy(denied, (call) => callKey(call.agentId, call)),
    groupBy(denied, (call) => toolKey(call.agentId, call)),
  ];
  return approved.flatMap((one): Suspect[] => {
    const same = ofCall.get(callKey(one.agent.id, one.call))?.find((call) => isBefore(call, one));
    const near = same ? [] : (ofTool.get(toolKey(one.agent.id, one.call)) ?? []).filter((call) => isBefore(call, one));
    return same || near.length > 0 ? [{ one, same, near: near.slice(0, COMPARED_EACH) }] : [];
  });
}

const isApprovedCall = (one: ApprovalFact): one is Approved => one.state === "approved" && one.call !== null;

const isBefore = ({ at }: DeniedCall, { endedAt }: Approved): boolean =>
  at < endedAt && at.getTime() >= endedAt.getTime() - BEFORE_DAYS * DAY;

const areNear = (one: Plain | undefined, other: Plain | undefined): boolean =>
  one !== undefined && other !== undefined && isNear(one, other);

async function readBodies(ids: readonly string[]): Promise<Map<string, Plain>> {
  const wanted = [...new Set(ids)].slice(0, COMPARED);
  if (wanted.length === 0) return new Map();
  const rows = await db().$queryRaw<{ id: string; content: string }[]>`
    SELECT call_id::text AS id, content FROM body WHERE call_id = ANY(${wanted}::uuid[])
      AND kind = 'arguments' AND content IS NOT NULL AND octet_length(content) <= ${COMPARED_BYTES}::int`;
  return new Map(rows.map(({ id, content }) => [id, plainly(JSON.parse(content) as Json)])); // canonical JSON that we stored
}

function toRetry({ approvalId, agent, call, endedAt }: Approved, before: DeniedCall, same: boolean): Retry {
  const { server, tool } = call;
  const [approvedAt, deniedAt] = [endedAt.toISOString(), before.at.toISOString()];
  return { approvalId, deniedId: before.id, same, agent, server, tool, approvedAt, deniedAt };
}
