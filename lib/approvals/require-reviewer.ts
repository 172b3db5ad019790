import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { may } from "../identity/schema";
import type { ApprovalRow } from "./store";

/**
 * Proves that this person may answer this approval, from rows as they are now: a role that was taken away while the
 * page was open counts no more, and nobody approves for their own agent, whatever their roles.
 *
 * @throws FORBIDDEN, OWN_AGENT, REVIEW_BY_PAGE.
 */
export async function requireReviewer(tx: Tx, person: Person, approval: ApprovalRow): Promise<void> {
  const human = await tx.human.findUnique({ where: { id: person.human.id }, select: { state: true, roles: true } });
  if (human?.state !== "active") throw new AppError("FORBIDDEN", "This person is disabled.");
  const roles = human.roles.filter((role) => role === "approver");
  if (roles.length === 0 || !may({ ...person, human: { ...person.human, roles: ["approver"] } }, "review")) {
    throw new AppError("FORBIDDEN", "Only approvers answer approvals.");
  }
  const agent = await tx.agent.findUniqueOrThrow({
    where: { id: approval.agentId },
    select: { ownerId: true, name: true },
  });
  if (agent.ownerId === person.human.id)
    throw new AppError("OWN_AGENT", `You own ${agent.name}; somebody else must decide.`);
  if (person.via === "token" && approval.reviewBy === "page") throw new AppError("REVIEW_BY_PAGE");
  if (person.via === "token" && approval.sign !== "none")
    throw new AppError("REVIEW_BY_PAGE", "A rule asks for a signature, which an access token cannot give.");
}
