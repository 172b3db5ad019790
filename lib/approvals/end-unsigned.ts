import { inTransaction, type Tx } from "../db/index";
import { readStanding, type Standing } from "../identity/index";
import { lockTask } from "../tasks/index";
import { endHold } from "./end-hold";
import { readExcluded } from "./excluded-people";
import { type ApprovalRow, findApproval, type HoldRow, lockHolds } from "./store";

type Signer = { humanId: string; seatId: string; role: string | null; groupName: string | null; glass: boolean };

/**
 * Ends a ready hold whose approval is no longer carried: somebody whose vote it took has lost the role, the group or
 * the account they had, or has come to own the agent. The same call then asks a person again.
 *
 * @returns Whether that was so. False when the release was refused for another reason, or the hold has ended meanwhile.
 */
export async function endUnsigned(hold: HoldRow): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockTask(tx, hold.taskId);
    const locked = (await lockHolds(tx, hold.taskId)).find((candidate) => candidate.id === hold.id);
    const approval = locked?.state === "ready" ? await findApproval(locked.approvalId, tx) : null;
    const lost = approval && (await whoIsLost(tx, approval));
    if (!locked || !lost) return false;
    await endHold(tx, locked, "supersede", `${lost}, so it is asked about again.`);
    return true;
  });
}

/** Says who of those that carry an approval may do so no more, and why; null when all still may. */
export async function whoIsLost(tx: Tx, approval: ApprovalRow): Promise<string | null> {
  const signers = await tx.signer.findMany({ where: { approvalId: approval.id }, orderBy: { id: "asc" } });
  if (signers.length === 0) return "Nobody’s approval carries it";
  const standing = await readStanding([...new Set(signers.flatMap((one) => [one.humanId, one.seatId]))], tx);
  const excluded = await readExcluded(approval, tx);
  for (const signer of signers) {
    const [voter, seat] = [standing.get(signer.humanId), standing.get(signer.seatId)];
    if (!voter || !seat) return "Somebody who approved it is gone";
    const why = excluded.get(voter.person)?.because === "owns" ? "owns the agent now" : sayLost(signer, voter, seat);
    if (why) return `${voter.name} approved it and ${why}`;
  }
  return null;
}

function sayLost(signer: Signer, voter: Standing, seat: Standing): string | null {
  if (signer.glass) return voter.breaksGlass ? null : "may no longer break the glass";
  if (!voter.votes) return "is no longer an approver";
  const whose = seat.id === voter.id ? "is" : `stood for ${seat.name}, who is`;
  if (!seat.votes) return `${whose} no longer an approver`;
  if (signer.role === "admin" && !seat.admin) return `${whose} no longer an admin`;
  if (signer.groupName !== null && !seat.groups.includes(signer.groupName))
    return `${whose} no longer in ${signer.groupName}`;
  return null;
}
