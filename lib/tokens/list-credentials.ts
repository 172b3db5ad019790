import type { CredentialView } from "./schema";
import { listRows, toView } from "./store";

/** Lists an agent's credentials, the newest first, ended ones too; never their values. */
export async function listCredentials(agentId: string): Promise<CredentialView[]> {
  return (await listRows(agentId)).map(toView);
}
