import { record } from "../audit/index";
import { AppError, isId } from "../base/index";
import { inTransaction } from "../db/index";
import { actorId, type By, lockAgentFor } from "../identity/index";
import { tasksOfAgent, tightenTasks } from "../tasks/index";
import { forgetCredentials } from "./identify";
import { type CredentialView, credentialKindSchema } from "./schema";
import { findCredential, markRevoked, toView } from "./store";

/**
 * Revokes a credential: it stops working on this instance at once and on the others within a second. The epoch of the
 * agent's live tasks is raised in the same transaction, so that a token got by it ends too; the agent fetches a new
 * one with what it has left.
 *
 * @returns The credential as it is now; revoking it again changes nothing.
 * @throws NOT_FOUND, CONFIG_OWNED; FORBIDDEN when `by` may not manage agents.
 */
export async function revokeCredential(by: By, id: string): Promise<CredentialView> {
  const found = isId(id) ? await findCredential(id) : null;
  if (!found) throw new AppError("NOT_FOUND", "There is no such credential.");
  if (found.revokedAt) return toView(found);
  const { agentId, hint } = found;
  const kind = credentialKindSchema.parse(found.kind);
  const after = await inTransaction(async (tx) => {
    await tightenTasks(tx, await tasksOfAgent(tx, agentId), `A ${kind} of the agent was revoked.`);
    await lockAgentFor(tx, by, agentId);
    if (await markRevoked(tx, id))
      await record(tx, { kind: "agent.credential_revoked", agentId, humanId: actorId(by), facts: { kind, hint } });
    return findCredential(id, tx);
  });
  forgetCredentials();
  return toView(after ?? found);
}
