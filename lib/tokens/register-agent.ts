import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { actorId, type By, createAgent } from "../identity/index";
import type { Agent } from "../identity/schema";
import { setDefaultCharter } from "../tasks/index";
import { makeCredential } from "./issue-credential";
import { type NewCredential, type Registration, registrationSchema } from "./schema";
import { requireServers } from "./store";

/** A new agent with its first credential, which is shown this once. */
export type Registered = NewCredential & { agent: Agent };

/**
 * Registers an agent: its owner, its default charter and its first credential, all in one transaction.
 *
 * @returns The agent, the value of its credential, and configurations that are ready to paste.
 * @throws INVALID_INPUT with `fields` when something is missing, a server is unknown or the owner is not active;
 * NAME_TAKEN; FORBIDDEN when `by` may not manage agents.
 */
export async function registerAgent(by: By, registration: Registration): Promise<Registered> {
  const { charter, credential: kind, ...making } = checked(registration);
  return inTransaction(async (tx) => {
    if (charter)
      await requireServers(
        charter.scope.map((part) => part.server),
        tx,
      );
    const agent = await createAgent(tx, by, making);
    if (charter) await setDefaultCharter(tx, { humanId: actorId(by) }, agent.id, charter);
    return { agent, ...(await makeCredential(tx, by, { agent, kind, overlapSeconds: null })) };
  });
}

function checked(registration: Registration) {
  const parsed = registrationSchema.safeParse(registration);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
  throw new AppError("INVALID_INPUT", parsed.error.issues[0]?.message, { fields });
}
