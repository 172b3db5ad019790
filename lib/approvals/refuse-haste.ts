import { AppError, sayDuration } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { gives, type ReviewInput } from "./schema";
import type { ApprovalRow } from "./store";

/**
 * Refuses an approval by somebody who has given as many within the last hour as the rule lets one person give, with all
 * their accounts together: beyond that, people no longer read. Denying is never refused.
 *
 * @throws TOO_MANY_APPROVALS with how many, and in how many seconds (`again`) the first of them is an hour old.
 */
export async function refuseHaste(
  tx: Tx,
  { person, approval, input }: { person: Person; approval: ApprovalRow; input: ReviewInput },
): Promise<void> {
  const limits = approval.asked.calls.flatMap(({ approvalsPerHour }) => approvalsPerHour ?? []);
  if (!gives(input) || limits.length === 0) return;
  const most = Math.min(...limits);
  const [row] = await tx.$queryRaw<{ given: number; again: number | null }[]>`
    SELECT count(*)::int AS given, ceil(extract(epoch FROM
      (array_agg(created_at ORDER BY created_at DESC))[${most}::int] + interval '1 hour' - clock_timestamp()))::int AS again FROM review WHERE answer <> 'deny'
      AND human_id IN (SELECT x.id FROM human x, human i WHERE i.id = ${person.human.id}::uuid
        AND COALESCE(x.same_person_as, x.id) = COALESCE(i.same_person_as, i.id))
      AND approval_id <> ${approval.id}::uuid AND created_at > clock_timestamp() - interval '1 hour'`;
  const given = row?.given ?? 0;
  if (given < most) return;
  const again = Math.max(1, row?.again ?? 3600);
  const when = sayDuration(Math.ceil(again / 60) * 60); // never too early
  const sentence = `You gave ${given} ${given === 1 ? "approval" : "approvals"} within the last hour; the rule lets one person give ${most}. Somebody else must decide, or you again in ${when}.`;
  throw new AppError("TOO_MANY_APPROVALS", sentence, { given, most, again });
}
