import { record } from "../audit/index";
import { AppError, newSecret } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { actorId, type By, lockAgentFor } from "../identity/index";
import type { Agent } from "../identity/schema";
import { tasksOfAgent, tightenTasks } from "../tasks/index";
import { forgetCredentials } from "./identify";
import {
  type CredentialKind,
  KEY_PREFIX,
  type NewCredential,
  OVERLAP_SECONDS,
  overlapSchema,
  SECRET_PREFIX,
} from "./schema";
import { addressesOf, snippetsFor } from "./snippets";
import { insertCredential, phaseOut, serversFor } from "./store";

/** Rotations that overlap, at most: more would only mean that old ones never end. */
const LIVE_MOST = 5;

export type Rotation = { overlapSeconds?: number };

/**
 * Makes a client secret for an agent and shows it once. Those that are there go on working for the overlap.
 *
 * @param rotation `overlapSeconds` 0–604800, by default 24 h. 0 ends the old ones now, and the tokens got by them.
 * @throws INVALID_INPUT; NOT_FOUND, CONFIG_OWNED; FORBIDDEN when `by` may not manage agents.
 */
export function issueSecret(by: By, agentId: string, rotation: Rotation = {}): Promise<NewCredential> {
  return issue(by, agentId, { kind: "secret", ...rotation });
}

/**
 * Makes an agent key (`csk_…`) and shows it once: for clients that can only send a header. Those that are there go on
 * working for the overlap.
 *
 * @param rotation `overlapSeconds` 0–604800, by default 24 h. 0 ends the old ones now.
 * @throws INVALID_INPUT; NOT_FOUND, CONFIG_OWNED; FORBIDDEN when `by` may not manage agents.
 */
export function issueAgentKey(by: By, agentId: string, rotation: Rotation = {}): Promise<NewCredential> {
  return issue(by, agentId, { kind: "key", ...rotation });
}

async function issue(by: By, agentId: string, asked: { kind: CredentialKind } & Rotation): Promise<NewCredential> {
  const overlap = overlapSchema.safeParse(asked.overlapSeconds ?? OVERLAP_SECONDS.usual);
  if (!overlap.success) {
    const sentence = `The old one can go on working for 0 to ${OVERLAP_SECONDS.most} seconds.`;
    throw new AppError("INVALID_INPUT", sentence, { fields: { overlapSeconds: sentence } });
  }
  const { kind } = asked;
  const made = await inTransaction(async (tx) => {
    // Task rows come first in the order of locks.
    if (overlap.data === 0)
      await tightenTasks(tx, await tasksOfAgent(tx, agentId), `The agent's ${kind} was replaced at once.`);
    const agent = await lockAgentFor(tx, by, agentId);
    const old = await phaseOut(tx, { agentId, kind, seconds: overlap.data });
    if (overlap.data > 0 && old >= LIVE_MOST)
      throw new AppError("INVALID_INPUT", `${LIVE_MOST} of its ${kind}s still work. Revoke one first.`);
    return makeCredential(tx, by, { agent, kind, overlapSeconds: old > 0 ? overlap.data : null });
  });
  forgetCredentials();
  return made;
}

/** Makes and records a credential of an agent whose row the transaction holds. */
export async function makeCredential(
  tx: Tx,
  by: By,
  making: { agent: Pick<Agent, "id" | "name">; kind: CredentialKind; overlapSeconds: number | null },
): Promise<NewCredential> {
  const { agent, kind, overlapSeconds } = making;
  const value = newSecret(kind === "key" ? KEY_PREFIX : SECRET_PREFIX);
  const credential = await insertCredential(tx, { agentId: agent.id, kind, value, source: "page" });
  const facts = { kind, hint: credential.hint, overlapSeconds };
  await record(tx, { kind: "agent.credential_made", agentId: agent.id, humanId: actorId(by), facts });
  const servers = await serversFor(agent.id, tx);
  const snippets = snippetsFor({ agent, kind, value, servers });
  return { credential, value, addresses: addressesOf(servers), snippets };
}
