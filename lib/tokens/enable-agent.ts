import { inTransaction } from "../db/index";
import { type By, enableAgent as enable } from "../identity/index";
import type { Agent } from "../identity/schema";
import { forgetCredentials } from "./identify";

/**
 * Lets a disabled agent come again, with the credentials that were not revoked. Its ended tasks stay ended.
 *
 * @throws NOT_FOUND, CONFIG_OWNED; FORBIDDEN when `by` may not manage agents.
 */
export async function enableAgent(by: By, agentId: string): Promise<Agent> {
  const agent = await inTransaction((tx) => enable(tx, by, agentId));
  forgetCredentials();
  return agent;
}
