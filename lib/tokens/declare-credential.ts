import { record } from "../audit/index";
import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { tasksOfAgent, tightenTasks } from "../tasks/index";
import { type CredentialKind, declaredCredentialProblem } from "./schema";
import { type CredentialInput, hashOf, keepDeclared, listRows, markRevoked } from "./store";

export type DeclaredCredential = { agentId: string; kind: CredentialKind; value: string | null };

/**
 * Keeps exactly the declared secret or key among those that the configuration file gave an agent. One that the file
 * no longer names is revoked at once, with the tokens got by it. The caller forgets credentials when it has committed.
 *
 * @returns Whether anything changed.
 * @throws INVALID_INPUT when the value is weak, or another agent's.
 */
export async function declareCredential(tx: Tx, said: DeclaredCredential): Promise<boolean> {
  const { agentId, kind, value } = said;
  if (value !== null) requireStrong(kind, value);
  const hash = value === null ? null : hashOf(kind, agentId, value);
  const declared = (await listRows(agentId, tx)).filter((row) => row.kind === kind && row.source === "config");
  const gone = declared.filter((row) => row.revokedAt === null && row.hash !== hash);
  if (gone.length > 0)
    await tightenTasks(tx, await tasksOfAgent(tx, agentId), `The configuration file took back a ${kind} of the agent.`);
  for (const row of gone) {
    await markRevoked(tx, row.id);
    await record(tx, { kind: "agent.credential_revoked", agentId, facts: { kind, hint: row.hint } });
  }
  if (value === null || declared.some((row) => row.hash === hash && row.revokedAt === null)) return gone.length > 0;
  await keep(tx, { agentId, kind, value, source: "config" });
  return true;
}

async function keep(tx: Tx, input: CredentialInput): Promise<void> {
  const { agentId, kind } = input;
  const kept = await keepDeclared(tx, input);
  if (!kept) throw new AppError("INVALID_INPUT", `This ${kind} is another agent's, or was made on the page.`);
  await record(tx, { kind: "agent.credential_made", agentId, facts: { kind, hint: kept.hint, overlapSeconds: null } });
}

function requireStrong(kind: CredentialKind, value: string): void {
  const problem = declaredCredentialProblem(kind, value);
  if (problem) throw new AppError("INVALID_INPUT", problem);
}
