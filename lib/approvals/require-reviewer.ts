import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { may } from "../identity/schema";
import { readExcluded, sayExcluded } from "./excluded-people";
import type { ApprovalRow } from "./store";

/**
 * Proves that this person may answer this approval, from rows as they are now: a role that was taken away while the
 * page was open counts no more, and nobody approves for their own agent, whatever their roles and whichever of their
 * accounts they come with.
 *
 * @returns The people who may not answer it, by person.
 * @throws FORBIDDEN, OWN_AGENT, REVIEW_BY_PAGE.
 */
export async function requireReviewer(tx: Tx, person: Person, approval: ApprovalRow): Promise<ReadonlySet<string>> {
  const human = await tx.human.findUnique({
    where: { id: person.human.id },
    select: { id: true, state: true, roles: true, samePersonAs: true },
  });
  if (human?.state !== "active") throw new AppError("FORBIDDEN", "This person is disabled.");
  const roles = human.roles.filter((role) => role === "approver");
  if (roles.length === 0 || !may({ ...person, human: { ...person.human, roles: ["approver"] } }, "review")) {
    throw new AppError("FORBIDDEN", "Only approvers answer approvals.");
  }
  const excluded = await refuseExcluded(tx, human.samePersonAs ?? human.id, approval);
  if (person.via === "token" && approval.reviewBy === "page") throw new AppError("REVIEW_BY_PAGE");
  if (person.via === "token" && approval.sign !== "none")
    throw new AppError("REVIEW_BY_PAGE", "A rule asks for a signature, which an access token cannot give.");
  return excluded;
}

/** Refuses whoever owns the agent, owned it when it asked, or stands for one of them. @throws OWN_AGENT. */
export async function refuseExcluded(tx: Tx, person: string, approval: ApprovalRow): Promise<ReadonlySet<string>> {
  const excluded = await readExcluded(approval, tx);
  const why = excluded.get(person);
  if (!why) return new Set(excluded.keys());
  const agent = await tx.agent.findUniqueOrThrow({ where: { id: approval.agentId }, select: { name: true } });
  throw new AppError("OWN_AGENT", sayExcluded(why, agent.name));
}
