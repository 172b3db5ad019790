import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { AppError, shared } from "../base/index";
import { normalPassword } from "./password-rules";
import { identitySettings, type PasswordWork } from "./settings";

/** One hash takes 64 MiB and a thread for a third of a second: two at once, and a short queue, are what a server can spare. */
const AT_ONCE = 2;
const WAITING = 30;
const KEY_BYTES = 32;

type Gate = { running: number; waiting: (() => void)[] };
const gate = () => shared<Gate>("password gate", () => ({ running: 0, waiting: [] }));

/** Hashes a password with a salt of its own. The text says how it was made: `scrypt$cost$blockSize$parallelism$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const work = identitySettings().passwordWork;
  const salt = randomBytes(16);
  return printHash(work, salt, await derive(password, salt, work));
}

/**
 * Checks a password against a stored hash. Without one (nobody of that e-mail, or a person without a password) it
 * works just as long and says no, so that the time of the answer tells nothing.
 *
 * @returns `fresh` is a new hash to store when the stored one was made at another price.
 * @throws RATE_LIMITED when too many passwords are being checked right now.
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
): Promise<{ right: boolean; fresh: string | null }> {
  const work = identitySettings().passwordWork;
  const known = stored === null ? null : readHash(stored);
  const salt = known?.salt ?? Buffer.alloc(16);
  const key = await derive(password, salt, known?.work ?? work);
  if (!known || !timingSafeEqual(key, known.key)) return { right: false, fresh: null };
  const same = printHash(work, known.salt, known.key) === stored;
  return { right: true, fresh: same ? null : await hashPassword(password) };
}

function printHash(work: PasswordWork, salt: Buffer, key: Buffer): string {
  const { cost, blockSize, parallelism } = work;
  return `scrypt$${cost}$${blockSize}$${parallelism}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

const HASH = /^scrypt\$(\d{1,8})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

function readHash(text: string): { work: PasswordWork; salt: Buffer; key: Buffer } | null {
  const [, cost, blockSize, parallelism, salt = "", key = ""] = HASH.exec(text) ?? [];
  if (!cost) return null;
  const work = { cost: Number(cost), blockSize: Number(blockSize), parallelism: Number(parallelism) };
  return { work, salt: Buffer.from(salt, "base64url"), key: Buffer.from(key, "base64url") };
}

async function derive(password: string, salt: Buffer, work: PasswordWork): Promise<Buffer> {
  await enter();
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const { cost, blockSize, parallelism } = work;
      const options = { N: cost, r: blockSize, p: parallelism, maxmem: 160 * cost * blockSize + 1_000_000 };
      scrypt(normalPassword(password), salt, KEY_BYTES, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    leave();
  }
}

async function enter(): Promise<void> {
  const state = gate();
  if (state.running < AT_ONCE) {
    state.running += 1;
    return;
  }
  if (state.waiting.length >= WAITING)
    throw new AppError("RATE_LIMITED", "Too many people are signing in at this moment. Try again in 5 s.", {
      retryAfterSeconds: 5,
    });
  await new Promise<void>((resolve) => state.waiting.push(resolve));
}

/** The place passes straight to the next in line, so that nobody slips in between. */
function leave(): void {
  const state = gate();
  const next = state.waiting.shift();
  if (next) next();
  else state.running -= 1;
}
