import type { CookiesOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { digestOf } from "../base/index";
import { identitySettings } from "./settings";

type CookieUse = "session" | "csrf" | "return" | "pkce" | "state" | "nonce";

/** A started sign-in at the sign-in service is over after this. */
const ROUND_TRIP_SECONDS = 600;

/**
 * The name of one of our cookies. Over https it carries the prefix by which browsers keep it from being set by a
 * neighbouring host or over http. On this machine over http it cannot (Safari drops Secure cookies there, and every
 * sign-in would end where it began); instead it carries the port, since browsers share cookies between ports.
 * Source: RFC 6265bis §4.1.3.
 */
export function cookieName(use: CookieUse): string {
  const url = new URL(identitySettings().publicUrl);
  return url.protocol === "https:" ? `__Host-countersign.${use}` : `countersign-${url.port || "80"}.${use}`;
}

/** How the sign-in library names and sets our cookies. */
export function cookieOptions(): CookiesOptions {
  const secure = new URL(identitySettings().publicUrl).protocol === "https:";
  const cookie = (use: CookieUse, maxAge?: number) => ({
    name: cookieName(use),
    // lax, not strict: people come in by links from mail and chat, and from the sign-in service
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure, ...(maxAge && { maxAge }) },
  });
  return {
    sessionToken: cookie("session"),
    csrfToken: cookie("csrf"),
    callbackUrl: cookie("return"),
    pkceCodeVerifier: cookie("pkce", ROUND_TRIP_SECONDS),
    state: cookie("state", ROUND_TRIP_SECONDS),
    nonce: cookie("nonce", ROUND_TRIP_SECONDS),
  };
}

/**
 * Reads the session out of a Cookie header, without asking whether it is alive.
 *
 * @returns SHA-256 of the session's id, hex; null when the cookie is missing, expired, or not one of ours.
 */
export async function sessionHashOf(cookieHeader: string | undefined | null): Promise<string | null> {
  const token = cookieValue(cookieHeader ?? "", cookieName("session"));
  if (!token) return null;
  try {
    const claims = await decode({ token, secret: identitySettings().secret });
    return typeof claims?.sid === "string" ? digestOf(claims.sid) : null;
  } catch {
    return null; // another secret, an expired or a damaged token: nobody is signed in
  }
}

/** Reads one cookie. When a name comes twice, neither counts: somebody else set one of them. */
function cookieValue(header: string, name: string): string | null {
  const values = header
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  return values.length === 1 && values[0] ? values[0] : null;
}
