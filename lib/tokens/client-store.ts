import { randomBytes } from "node:crypto";
import Provider, { type AdapterPayload } from "oidc-provider";
import { addressOf } from "../identity/index";
import { failureGate } from "./failure-gate";
import { throwAsOAuth } from "./oauth-errors";
import { PayloadStore } from "./payload-store";
import { DETAILS_TYPE } from "./requested-task";
import { ALGORITHM } from "./settings";
import { acceptSecret, findClient } from "./store";

/** Wrong secrets of one agent from one address, and of all agents from one address. Ours cannot be guessed: this is about load. */
const agents = failureGate("agents", { most: 10, seconds: 60 });
const addresses = failureGate("addresses", { most: 100, seconds: 60 });

/** The library wants a secret in a client's metadata; ours are stored hashed, so it gets one that nobody has. */
const NOBODYS_SECRET = randomBytes(32).toString("base64url");

/** The clients of the authorization server are the active agents; nothing about them is stored a second time. */
export class ClientStore extends PayloadStore {
  override async find(id: string): Promise<AdapterPayload | undefined> {
    const address = addressNow();
    try {
      addresses.check(address);
      agents.check(`${address} ${id}`);
      const agent = await findClient(id);
      if (!agent) countFailure(id);
      return agent ? metadataOf(agent) : undefined;
    } catch (error) {
      return throwAsOAuth(error, Provider.ctx);
    }
  }
}

/** Tells whether this is a live secret of an agent. Two are, while one takes over from the other. */
export async function compareSecret(agentId: string, secret: string): Promise<boolean> {
  try {
    const right = await acceptSecret(agentId, secret);
    if (!right) countFailure(agentId);
    return right;
  } catch (error) {
    return throwAsOAuth(error, Provider.ctx);
  }
}

function countFailure(agentId: string): void {
  const address = addressNow();
  agents.count(`${address} ${agentId}`);
  addresses.count(address);
}

function addressNow(): string {
  const request = Provider.ctx?.req;
  return (request && addressOf(request)) ?? "";
}

function metadataOf(agent: { id: string; name: string }): AdapterPayload {
  return {
    client_id: agent.id,
    client_name: agent.name,
    client_secret: NOBODYS_SECRET,
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    id_token_signed_response_alg: ALGORITHM,
    authorization_details_types: [DETAILS_TYPE],
  };
}
