import type { Profile } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { claimsSchema } from "./issuer-claims";
import type { IssuerSettings } from "./settings";

/** Its callback address, to register at the sign-in service, is PUBLIC_URL/api/auth/callback/oidc. */
export const ISSUER_PROVIDER = "oidc";

/** How the sign-in library talks to the sign-in service of the house: code flow with PKCE, state and nonce. */
export function issuerProvider(settings: IssuerSettings): OAuthConfig<Profile> {
  return {
    id: ISSUER_PROVIDER,
    name: issuerName(settings),
    type: "oauth",
    wellKnown: `${settings.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: {
      // the ID token decides who it is; services that keep the e-mail out of it are asked for it
      request: async ({ client, tokens }) => {
        if (typeof tokens.claims !== "function") throw new Error("the sign-in service sent no ID token");
        const claims = claimsSchema.parse(tokens.claims());
        if (claims.email !== undefined || !tokens.access_token) return claims;
        const more = await client.userinfo(tokens.access_token);
        if (more.sub !== claims.sub) throw new Error("the sign-in service speaks of somebody else");
        // an e-mail and whether it is verified come from one place, never one from each
        return { ...claims, email: more.email, email_verified: more.email_verified, name: claims.name ?? more.name };
      },
    },
    profile: (claims) => ({ id: String(claims.sub) }),
  };
}

/** What the button calls the sign-in service. */
export const issuerName = (settings: IssuerSettings): string => settings.name ?? new URL(settings.issuer).host;
