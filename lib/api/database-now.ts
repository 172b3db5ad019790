import { db } from "../db/index";

/** The time by the database's clock, by which everything here is decided. */
export async function databaseNow(): Promise<Date> {
  const [clock] = await db().$queryRaw<{ now: Date }[]>`SELECT clock_timestamp()::timestamptz(3) AS now`;
  if (!clock) throw new Error("a SELECT returned no row");
  return clock.now;
}
