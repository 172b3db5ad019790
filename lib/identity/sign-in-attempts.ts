import { AppError, digestOf } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { sayWait } from "./sign-in-problems";

/** Wrong passwords that an e-mail and an address have within the window; then they wait until the oldest leaves it. */
export const ATTEMPTS = { email: 10, address: 50, windowSeconds: 15 * 60 } as const;

/** An attempt that was counted before its password was looked at. */
export type Attempt = { keys: string[]; ids: bigint[] };

/**
 * Counts an attempt to sign in, before the password is looked at: a hundred guesses at once are a hundred attempts.
 * Counted in the database, so that all instances count together. The keys are digests, because people type passwords
 * into the wrong field.
 *
 * @param address Of the browser; null when nobody can say.
 * @throws RATE_LIMITED with `retryAfterSeconds` when the e-mail or the address has used up its attempts.
 */
export async function countAttempt(email: string, address: string | null): Promise<Attempt> {
  const limits = new Map<string, number>([[digestOf(`email ${email}`), ATTEMPTS.email]]);
  if (address) limits.set(digestOf(`address ${address}`), ATTEMPTS.address);
  const keys = [...limits.keys()].sort(); // everybody locks in one order
  return inTransaction(async (tx) => {
    for (const key of keys) await refuseWhenSpent(tx, key, limits.get(key) ?? 0);
    const rows = await tx.$queryRaw<{ id: bigint }[]>`
      INSERT INTO sign_in_attempt (key) SELECT unnest(${keys}::text[]) RETURNING id`;
    return { keys: [digestOf(`email ${email}`)], ids: rows.map((row) => row.id) };
  });
}

async function refuseWhenSpent(tx: Tx, key: string, limit: number): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  const [oldest] = await tx.$queryRaw<{ seconds: number }[]>`
    SELECT extract(epoch FROM at + make_interval(secs => ${ATTEMPTS.windowSeconds}::int) - clock_timestamp())::float8 AS seconds
    FROM sign_in_attempt
    WHERE key = ${key} AND at > clock_timestamp() - make_interval(secs => ${ATTEMPTS.windowSeconds}::int)
    ORDER BY at DESC OFFSET ${limit - 1} LIMIT 1`;
  if (!oldest) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(oldest.seconds));
  throw new AppError("RATE_LIMITED", `Too many attempts. Try again in ${sayWait(retryAfterSeconds)}.`, {
    retryAfterSeconds,
  });
}

/** Takes an attempt back that turned out right, and the wrong ones of the same e-mail before it. */
export async function forgiveAttempt(tx: Tx, attempt: Attempt): Promise<void> {
  await tx.$executeRaw`DELETE FROM sign_in_attempt WHERE key = ANY(${attempt.keys}::text[]) OR id = ANY(${attempt.ids}::bigint[])`;
}

/** Forgets the wrong attempts of an e-mail whose password was set anew. */
export async function forgiveEmail(tx: Tx, email: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM sign_in_attempt WHERE key = ${digestOf(`email ${email}`)}`;
}
