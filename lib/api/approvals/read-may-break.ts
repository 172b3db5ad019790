import { type ApprovalRow, readExcluded } from "../../approvals/index";
import { db } from "../../db/index";
import { readStanding } from "../../identity/index";
import { may, type Person } from "../../identity/schema";
import type { ApprovalDetail } from "./schema";

/** Whether somebody may break the glass for an approval; null when they lack the right, or it is decided. For showing only. */
export async function readMayBreak(person: Person, approval: ApprovalRow): Promise<ApprovalDetail["mayBreak"]> {
  if (approval.state !== "pending" || !may(person, "break_glass")) return null;
  const [standing, excluded, overdue] = await Promise.all([
    readStanding([person.human.id]),
    readExcluded(approval),
    db().brokenGlass.findFirst({ where: { judgement: null, judgeBy: { lte: new Date() } }, select: { id: true } }),
  ]);
  const me = standing.get(person.human.id);
  const seconds = approval.glassSeconds;
  if (me && excluded.has(me.person)) return { seconds, why: "Nobody breaks the glass for their own agent." };
  return { seconds, why: overdue ? "An earlier broken glass waits for its judgement." : null };
}
