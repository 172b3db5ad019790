import { db } from "./client";

/**
 * Takes or renews the lease on a named piece of background work, so that one instance at a time does it.
 *
 * @param seconds How long the lease holds without renewal, 1–300.
 * @returns The fencing token, which grows with every change of holder, or null when somebody else holds it.
 */
export async function takeLease(name: string, holder: string, seconds: number): Promise<bigint | null> {
  const rows = await db().$queryRaw<{ fence: bigint }[]>`
    INSERT INTO lease (name, holder, until) VALUES (${name}, ${holder}::uuid, clock_timestamp() + make_interval(secs => ${seconds}::int))
    ON CONFLICT (name) DO UPDATE SET
      fence = CASE WHEN lease.holder = excluded.holder THEN lease.fence ELSE lease.fence + 1 END,
      holder = excluded.holder, until = excluded.until
    WHERE lease.holder = excluded.holder OR lease.until < clock_timestamp()
    RETURNING fence`;
  return rows[0]?.fence ?? null;
}

/** Gives a lease back, so that another instance need not wait for it to run out. */
export async function dropLease(name: string, holder: string): Promise<void> {
  await db().$executeRaw`UPDATE lease SET until = clock_timestamp() WHERE name = ${name} AND holder = ${holder}::uuid`;
}
