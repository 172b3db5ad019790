import type { EventEmitter } from "node:events";
import Provider, { type Configuration, errors, type KoaContextWithOIDC, type ResourceServer } from "oidc-provider";
import { log, shared } from "../base/index";
import { openTask } from "../tasks/index";
import { ClientStore, compareSecret } from "./client-store";
import { throwAsOAuth } from "./oauth-errors";
import { PayloadStore } from "./payload-store";
import { checkDetail, DETAILS_TYPE, requestedTask } from "./requested-task";
import { REQUESTED_SECONDS } from "./schema";
import { ALGORITHM, type ConfiguredTokens, resourceOf, serverOf, tokenSettings } from "./settings";
import { isServer } from "./store";

type Handle = ReturnType<Provider["callback"]>;
type Built = { of: ConfiguredTokens; handle: Handle };
const holder = () => shared<{ built?: Built }>("tokens.provider", () => ({}));

/**
 * The authorization server, as configureTokens set it up; built on first use. Agents come with their secret and get
 * a token for one task at one server. Nothing else is switched on.
 *
 * @returns What answers its requests, whose addresses begin below the issuer's path.
 * Source: RFC 6749 §4.4, RFC 8707, RFC 9068, RFC 9396.
 */
export function authorizationServer(): Handle {
  const settings = tokenSettings();
  const { built } = holder();
  if (built?.of === settings) return built.handle;
  const handle = build(settings).callback();
  holder().built = { of: settings, handle };
  return handle;
}

function build({ issuer, jwk, cookieKeys, tokenSeconds }: ConfiguredTokens): Provider {
  const provider = new Provider(issuer, {
    ...CONFIGURATION,
    jwks: { keys: [jwk] },
    cookies: { keys: cookieKeys },
    ttl: { ClientCredentials: tokenSeconds },
  });
  // The documented place for secrets that are stored hashed. Source: node-oidc-provider, discussion 1410.
  const client = provider.Client.prototype as { clientId: string; compareClientSecret: unknown }; // typed as an instance, which it is not
  client.compareClientSecret = function compare(this: { clientId: string }, secret: string) {
    return compareSecret(this.clientId, secret);
  };
  provider.use(sayDetails);
  const fail = (error: unknown) => log().error({ err: error }, "the authorization server failed");
  const events: EventEmitter = provider;
  events.on("server_error", (_context: unknown, error: unknown) => fail(error));
  events.on("error", fail);
  return provider;
}

const CONFIGURATION: Configuration = {
  adapter: (model: string) => (model === "Client" ? new ClientStore(model) : new PayloadStore(model)),
  claims: {},
  scopes: [],
  responseTypes: [],
  clientAuthMethods: ["client_secret_basic", "client_secret_post"],
  clientDefaults: { id_token_signed_response_alg: ALGORITHM, response_types: [], grant_types: ["client_credentials"] },
  // A page of another site has no business with an agent's secret.
  clientBasedCORS: () => false,
  extraTokenClaims: nameTask,
  renderError: (context, out) => {
    context.type = "json";
    context.body = out;
  },
  features: {
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: refuseWithoutResource,
      getResourceServerInfo: describeResource,
    },
    richAuthorizationRequests: {
      enabled: true,
      types: { [DETAILS_TYPE]: { validate: (context) => checkDetail(context) } },
      // What is asked for is the task's charter; copied into the token it would only make it long.
      authorizationDetailsForAccessToken: () => undefined,
      authorizationDetailsForGrantSource: () => undefined,
      authorizationDetailsForIntrospection: () => undefined,
    },
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    requestObjects: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
  },
};

type Named = { task: { id: string; epoch: number }; workload: string };
/** The tasks that were named by the token requests under way, for their answers. */
const named = new WeakMap<KoaContextWithOIDC, Named>();

/** Opens the task that the token is to name, or finds it: the claims with which a token says so. */
async function nameTask(context: KoaContextWithOIDC): Promise<Named> {
  const client = context.oidc.client;
  if (!client) throw new errors.InvalidClientAuth("no client");
  const asked = requestedTask(context);
  const workload = `client:${client.clientName ?? client.clientId}`;
  const opening = { agentId: client.clientId, workload, requestedSeconds: REQUESTED_SECONDS };
  try {
    const task = await openTask({ ...opening, charter: asked?.charter ?? null, run: asked?.run ?? "" });
    const claims = { task: { id: task.id, epoch: task.epoch }, workload };
    named.set(context, claims);
    return claims;
  } catch (error) {
    return throwAsOAuth(error, context);
  }
}

/** Answers authorization details with the task that they became. Source: RFC 9396 §7. */
async function sayDetails(context: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> {
  await next();
  const claims = named.get(context);
  const asked = claims && requestedTask(context);
  if (!asked || typeof context.body !== "object" || context.body === null) return;
  const detail = { type: DETAILS_TYPE, ...asked.charter, run: asked.run, task: claims.task };
  context.body = { ...context.body, authorization_details: [detail] };
}

function refuseWithoutResource(): never {
  throw new errors.InvalidTarget(`Say in \`resource\` which server the token is for: ${resourceOf("<server>")}`);
}

async function describeResource(context: KoaContextWithOIDC, resource: string): Promise<ResourceServer> {
  const server = serverOf(resource);
  const known = server !== null && (await isServer(server).catch((error) => throwAsOAuth(error, context)));
  if (!known) throw new errors.InvalidTarget("The resource is not the address of a server that is registered here.");
  return { scope: "", audience: resource, accessTokenFormat: "jwt", jwt: { sign: { alg: ALGORITHM } } };
}
