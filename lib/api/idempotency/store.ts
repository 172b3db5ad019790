import { db, inTransaction } from "../../db/index";

/** How long an answer is kept, in hours. */
export const KEPT_HOURS = 24;

export type KeptRequest = { request: string; status: number | null; response: string | null; ageSeconds: number };

/**
 * Claims a key for a request.
 *
 * @returns Null when it is claimed now; else what is kept under it.
 */
export async function claimKey(humanId: string, key: string, request: string): Promise<KeptRequest | null> {
  return inTransaction(async (tx) => {
    await tx.$executeRaw`DELETE FROM idempotency_key WHERE human_id = ${humanId}::uuid AND key = ${key}
      AND created_at < clock_timestamp() - make_interval(hours => ${KEPT_HOURS}::int)`;
    const claimed = await tx.$executeRaw`INSERT INTO idempotency_key (human_id, key, request)
      VALUES (${humanId}::uuid, ${key}, ${request}) ON CONFLICT DO NOTHING`;
    if (claimed === 1) return null;
    const [kept] = await tx.$queryRaw<KeptRequest[]>`
      SELECT request, status, response, extract(epoch FROM clock_timestamp() - created_at)::float8 AS "ageSeconds"
      FROM idempotency_key WHERE human_id = ${humanId}::uuid AND key = ${key}`;
    // Released between the two statements: the other one failed, so this one is free to try.
    return kept ?? { request, status: null, response: null, ageSeconds: 0 };
  });
}

/** Reads what is kept under a key; null when it was released. */
export async function readKey(humanId: string, key: string): Promise<KeptRequest | null> {
  const [kept] = await db().$queryRaw<KeptRequest[]>`
    SELECT request, status, response, extract(epoch FROM clock_timestamp() - created_at)::float8 AS "ageSeconds"
    FROM idempotency_key WHERE human_id = ${humanId}::uuid AND key = ${key}`;
  return kept ?? null;
}

/** Keeps the answer of a claimed key. */
export async function keepAnswer(
  humanId: string,
  key: string,
  kept: { status: number; response: string },
): Promise<void> {
  await db().$executeRaw`UPDATE idempotency_key SET status = ${kept.status}::int, response = ${kept.response}
    WHERE human_id = ${humanId}::uuid AND key = ${key} AND status IS NULL`;
}

/** Releases a claimed key whose request came to nothing: the same key may try again. */
export async function releaseKey(humanId: string, key: string): Promise<void> {
  await db()
    .$executeRaw`DELETE FROM idempotency_key WHERE human_id = ${humanId}::uuid AND key = ${key} AND status IS NULL`;
}

/**
 * Forgets answers that are older than 24 hours. One instance at a time does it, under a lease.
 *
 * @returns How many were forgotten.
 */
export async function sweepAnswers(): Promise<number> {
  return db().$executeRaw`DELETE FROM idempotency_key
    WHERE created_at < clock_timestamp() - make_interval(hours => ${KEPT_HOURS}::int)`;
}
