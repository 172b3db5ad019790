import { isLoopbackHost, shared } from "../base/index";
import type { Tx } from "../db/index";

/** The sign-in service of the house, when there is one. */
export type IssuerSettings = {
  /** Its issuer identifier, exactly as its tokens say it. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button calls it (default: the issuer's host). */
  name?: string;
  /** Who may come in by it: people who were invited or are here already (default), or anyone it knows, as a viewer. */
  admits?: "invited" | "anyone";
  /** Believe its e-mail addresses without `email_verified` (default false): for services that never send the claim. */
  trustsEmail?: boolean;
};

/** The price of one guess. Memory is 128 × cost × blockSize bytes. Source: RFC 7914 §2. */
export type PasswordWork = { cost: number; blockSize: number; parallelism: number };

export type IdentitySettings = {
  /** The one address that people use: scheme, host and port, no slash at the end. */
  publicUrl: string;
  /** Encrypts the session cookie; ≥ 32 characters, the same on every instance. */
  secret: string;
  /** A session that nobody used for this long is over (default 8 h). */
  idleSeconds: number;
  /** A session is over after this, used or not (default 7 d). */
  absoluteSeconds: number;
  issuer: IssuerSettings | null;
  /** How many proxies of ours stand before us: as many entries of X-Forwarded-For are believed (default 0). */
  proxies: number;
  passwordWork: PasswordWork;
  /** Told in the transaction in which a person can approve no longer; `sentence` says who and why. */
  onStandingLost: (tx: Tx, lost: { humanId: string; sentence: string }) => Promise<void>;
};

/** Source: OWASP Password Storage Cheat Sheet, scrypt: as strong as N=2^17, r=8, p=1, in half the memory (64 MiB). */
const PASSWORD_WORK: PasswordWork = { cost: 2 ** 16, blockSize: 8, parallelism: 2 };

const holder = () => shared<{ settings?: IdentitySettings }>("identity", () => ({}));

/**
 * Says how people sign in here. Called once, by server.ts and by the commands, before anybody can.
 *
 * It also sets NEXTAUTH_URL: the sign-in library reads its own address from nowhere else, and would otherwise believe
 * the Host header of a request.
 */
export function configureIdentity(
  given: Pick<IdentitySettings, "publicUrl" | "secret"> & Partial<IdentitySettings>,
): void {
  holder().settings = {
    idleSeconds: 8 * 3600,
    absoluteSeconds: 7 * 86_400,
    issuer: null,
    proxies: 0,
    passwordWork: PASSWORD_WORK,
    onStandingLost: async () => {},
    ...given,
  };
  process.env.NEXTAUTH_URL = `${given.publicUrl}/api/auth`;
}

/** How people sign in here. Throws a plain Error when nobody said: that is a mistake of ours. */
export function identitySettings(): IdentitySettings {
  const { settings } = holder();
  if (!settings) throw new Error("sign-in is not configured: start through server.ts");
  return settings;
}

/**
 * Tells whether a browser keeps our cookies at an address. Over plain http it does so for this machine only; anywhere
 * else a sign-in would end on the sign-in page again, for ever, and the password would travel readable.
 */
export function isSafeAddress(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === "https:" || isLoopbackHost(hostname);
}
