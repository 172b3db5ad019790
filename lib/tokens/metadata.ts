import { DETAILS_TYPE } from "./requested-task";
import { issuerName, resourceOf } from "./settings";

/**
 * What the authorization server says of itself. Written from what is switched on, not by the library: that would
 * build its addresses from the Host header of whoever asks.
 *
 * Source: RFC 8414 §2, RFC 9396 §10.
 */
export function serverMetadata(): Record<string, unknown> {
  const issuer = issuerName();
  return {
    issuer,
    // Nobody signs in through a browser here, but clients do not read a document without this address.
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    authorization_details_types_supported: [DETAILS_TYPE],
  };
}

/**
 * What a client must know to get a token for one server. Any well-formed name is answered: who may know which servers
 * there are is decided when an agent asks for the token.
 *
 * Source: RFC 9728 §2.
 */
export function resourceMetadata(server: string): Record<string, unknown> {
  return {
    resource: resourceOf(server),
    resource_name: `${server}, governed by Countersign`,
    authorization_servers: [issuerName()],
    bearer_methods_supported: ["header"],
    authorization_details_types_supported: [DETAILS_TYPE],
  };
}
