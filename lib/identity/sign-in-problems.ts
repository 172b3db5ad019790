import { sayDuration } from "../base/schema";

/**
 * What a sign-in can end in, as it stands in an address (`/sign-in?error=CODE`), and the sentence for it. Closed: an
 * address is anybody's to write, so its text is never shown, only looked up.
 */
const PROBLEMS = {
  SIGN_IN_FAILED: "E-mail or password is wrong.",
  SIGNED_OUT: "Your session has ended.",
  RATE_LIMITED: "Too many attempts.",
  NOT_INVITED: "Nobody with that e-mail was invited. Ask an admin for an invitation.",
  EMAIL_NOT_VERIFIED: "Your sign-in service does not vouch for your e-mail, so it cannot be matched to an invitation.",
  OTHER_IDENTITY: "That e-mail belongs to somebody who signs in with another account. Ask an admin.",
  PERSON_DISABLED: "This account is disabled. Ask an admin.",
  ISSUER_FAILED: "The sign-in service did not answer as it should. Try again; if it stays, tell an admin.",
  INSECURE_ADDRESS: "This address is not encrypted, so nobody can sign in here.",
  LINK_SPENT: "This link was used or has expired. Ask for a new one.",
  INVALID_INPUT: "Something entered here was not accepted. Check the fields.",
  UNAVAILABLE: "The database cannot be reached, so nobody can sign in now. Try again in a moment.",
  NOT_READY: "The page had not finished loading. Try again.",
  UNKNOWN: "Signing in did not work. Try again.",
} as const;

export type SignInProblem = keyof typeof PROBLEMS;

/** Tells whether a text is one of the codes. */
export const isSignInProblem = (code: string): code is SignInProblem => Object.hasOwn(PROBLEMS, code);

/**
 * Says the problem that an `error` parameter names: `CODE`, or `RATE_LIMITED:SECONDS` with the time to wait.
 * Whatever is not ours, also what the sign-in library writes there by itself, becomes the nearest sentence of ours.
 */
export function sayProblem(parameter: string): { code: SignInProblem; sentence: string } {
  const [name = "", seconds] = parameter.split(":", 2);
  const code = isSignInProblem(name) ? name : (LIBRARY_CODES.get(name) ?? "UNKNOWN");
  const wait = code === "RATE_LIMITED" && seconds && /^\d{1,6}$/.test(seconds) ? Number(seconds) : null;
  return { code, sentence: wait === null ? PROBLEMS[code] : `${PROBLEMS[code]} Try again in ${sayWait(wait)}.` };
}

/** Says a time to wait: in minutes, rounded up; in seconds when it is less than two minutes. */
export const sayWait = (seconds: number): string =>
  sayDuration(seconds < 120 ? Math.max(1, seconds) : Math.ceil(seconds / 60) * 60);

/** Codes of next-auth's own. Source: https://next-auth.js.org/configuration/pages#sign-in-page */
const LIBRARY_CODES: ReadonlyMap<string, SignInProblem> = new Map([
  ["CredentialsSignin", "SIGN_IN_FAILED"],
  ["AccessDenied", "NOT_INVITED"],
  ["OAuthSignin", "ISSUER_FAILED"],
  ["OAuthCallback", "ISSUER_FAILED"],
  ["Callback", "ISSUER_FAILED"],
]);
