import type { NextAuthOptions, User } from "next-auth";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import { AppError, digestOf, isAppError, log } from "../base/index";
import { signOut } from "./end-session";
import { claimsSchema } from "./issuer-claims";
import { ISSUER_PROVIDER, issuerProvider } from "./issuer-provider";
import { sessionIsAlive } from "./read-session";
import { returnAddress } from "./return-address";
import { type Human, spendingSchema } from "./schema";
import { cookieOptions, sessionHashOf } from "./session-cookie";
import { identitySettings, isSafeAddress } from "./settings";
import { isSignInProblem } from "./sign-in-problems";
import { admitFromIssuer } from "./sign-in-with-issuer";
import { signInWithPassword } from "./sign-in-with-password";
import { spendLink } from "./spend-link";
import { startSession } from "./start-session";
import { readHumanByIssuer } from "./store";
import type { Visit } from "./visit";

/**
 * The sign-in library's settings for one request. The library keeps the protocols (CSRF, PKCE, state, nonce, cookies);
 * who somebody is and whether their session lives is ours: its token holds a session's id and nothing else.
 */
export function authOptions(visit: Visit): NextAuthOptions {
  const settings = identitySettings();
  return {
    secret: settings.secret,
    useSecureCookies: new URL(settings.publicUrl).protocol === "https:",
    cookies: cookieOptions(),
    session: { strategy: "jwt", maxAge: settings.absoluteSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [byPassword(visit), byLink(), ...(settings.issuer ? [issuerProvider(settings.issuer)] : [])],
    callbacks: {
      signIn: ({ account, profile }) => (account?.provider === ISSUER_PROVIDER ? admit(profile) : true),
      jwt: async ({ token, user, account, profile }) => {
        if (!account) return { sid: token.sid };
        const issued = account.provider === ISSUER_PROVIDER;
        const humanId = issued ? await linkedTo(profile) : user.id;
        return { sid: await openSession(humanId, issued ? settings.issuer?.issuer : account.provider, visit) };
      },
      redirect: ({ url, baseUrl }) => returnAddress(url, baseUrl),
    },
    events: { signOut: ({ token }) => closeSession(token.sid, visit) },
    logger: {
      error: (code, about) => log().error({ code, problem: messageOf(about) }, "sign-in failed"),
      warn: (code) => log().warn({ code }, "sign-in settings"),
      debug: () => {},
    },
  };
}

function byPassword(visit: Visit): CredentialsConfig {
  return provider("password", (typed) => {
    const { email = "", password = "" } = typed;
    return signInWithPassword({ email, password }, visit.visitor.address);
  });
}

function byLink(): CredentialsConfig {
  return provider("link", (typed) => {
    const { token = "", password = "", email, name } = typed;
    const input = spendingSchema.safeParse({ token, password, email: email || undefined, name: name || undefined });
    if (!input.success) throw new AppError("INVALID_INPUT");
    return spendLink(input.data);
  });
}

/** A provider of typed credentials, whose refusals become one of our codes in the address and nothing more. */
function provider(id: string, authorize: (typed: Record<string, string>) => Promise<Human>): CredentialsConfig {
  return {
    id,
    name: id,
    type: "credentials",
    credentials: {},
    authorize: async (typed): Promise<User> => {
      try {
        if (!isSafeAddress(identitySettings().publicUrl)) throw new Error("INSECURE_ADDRESS");
        const human = await authorize(typed ?? {});
        return { id: human.id };
      } catch (error) {
        throw new Error(codeOf(error));
      }
    },
  };
}

/** `CODE`, or `RATE_LIMITED:SECONDS`. What is unexpected is logged, and told to nobody. */
function codeOf(error: unknown): string {
  if (isAppError(error)) {
    const seconds = error.detail?.retryAfterSeconds;
    return error.code === "RATE_LIMITED" && typeof seconds === "number" ? `RATE_LIMITED:${seconds}` : error.code;
  }
  if (error instanceof Error && isSignInProblem(error.message)) return error.message;
  log().error({ err: error }, "sign-in failed");
  return "UNKNOWN";
}

/** Lets somebody from the sign-in service in, or sends them to the sign-in page with the reason. */
async function admit(profile: unknown): Promise<true | string> {
  if (!isSafeAddress(identitySettings().publicUrl)) return "/sign-in?error=INSECURE_ADDRESS";
  const claims = claimsSchema.safeParse(profile);
  const outcome = claims.success ? await admitFromIssuer(claims.data) : { problem: "ISSUER_FAILED" };
  return "human" in outcome ? true : `/sign-in?error=${outcome.problem}`;
}

async function linkedTo(profile: unknown): Promise<string> {
  const { iss, sub } = claimsSchema.parse(profile);
  const human = await readHumanByIssuer(iss, sub);
  if (!human) throw new Error("nobody is linked to this identity");
  return human.id;
}

async function openSession(humanId: string, by: string | undefined, visit: Visit): Promise<string> {
  const replaces = await sessionHashOf(visit.cookieHeader);
  return startSession(humanId, { by: by ?? "unknown", visitor: visit.visitor, replaces });
}

/** The library's errors carry codes, verifiers and tokens with them: no more than what they say is logged. */
function messageOf(about: Error | { error?: unknown } | undefined): string {
  const error = about instanceof Error ? about : about?.error;
  return error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
}

/** The library swallows what goes wrong here and takes the cookie away all the same; the route must know. */
async function closeSession(sid: unknown, visit: Visit): Promise<void> {
  try {
    const hash = typeof sid === "string" ? digestOf(sid) : null;
    const signedIn = hash ? await sessionIsAlive(hash) : null;
    if (signedIn) await signOut(signedIn.human, signedIn.sessionHash);
  } catch (error) {
    visit.failed = true;
    throw error;
  }
}
