import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** Whom the service lets in at the next sign-in: what it says of them. */
export type Account = { sub: string; email?: string; email_verified?: boolean | string; name?: string };

export type SignInService = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The account that signs in next. */
  account: Account;
  close(): Promise<void>;
};

/**
 * Runs a certified OpenID Connect provider that lets `account` in without asking.
 *
 * @param claimsIn `idToken`: e-mail and name stand in the ID token; `userinfo`: they have to be fetched.
 */
export async function startSignInService(
  redirectUri: string,
  claimsIn: "idToken" | "userinfo",
): Promise<SignInService> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service: SignInService = {
    issuer,
    clientId: "countersign",
    clientSecret: "the secret of a test client",
    account: { sub: "nobody" },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  const provider = new Provider(issuer, {
    clients: [{ client_id: service.clientId, client_secret: service.clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...key, use: "sig", alg: "RS256" }] },
    cookies: { keys: ["a cookie key of the test service"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: claimsIn === "userinfo",
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/in/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...service.account, sub }) }),
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (!request.url?.startsWith("/in/")) return answer(request, response);
    await provider.interactionFinished(request, response, {
      login: { accountId: service.account.sub, remember: false },
    });
  });
  return service;
}
