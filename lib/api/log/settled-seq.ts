import { db } from "../../db/index";
import { apiSettings } from "../settings";

/** How long a reader waits for the log's tail to reach what was there when it asked, in milliseconds. */
const WAIT_MS = 1000;
const LOOK_MS = 10;

/**
 * The number up to which the log may be read in order: nothing before it can still appear. A reader that went by
 * `seq > last` alone would miss entries whose number was drawn before and committed after.
 *
 * Waits (at most a second) until the tail has reached what was visible at the beginning, so that somebody who reads
 * right after an act finds it.
 */
export async function settledSeq(): Promise<bigint> {
  const { position } = apiSettings();
  const [row] = await db().$queryRaw<{ last: bigint | null }[]>`SELECT max(seq) AS last FROM entry`;
  const last = row?.last ?? 0n;
  const until = performance.now() + WAIT_MS;
  while (position() < last && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return position();
}
