import { listEntries } from "../audit/index";
import type { SignedIn } from "../identity/schema";
import { audienceOf, mayHear } from "./audience";
import type { LiveFrame } from "./schema";
import { toLiveEvent } from "./to-live-event";

/** More than this was missed: fetching everything anew is quicker than hearing it all. */
const MISSED_MAX = 500;

/**
 * Reads what a browser missed since a number it was told of.
 *
 * @param told The number up to which this instance has told its browsers everything. What is visible beyond it comes
 *   along, but the browser is not told that it knows it: something with a smaller number may still be on its way.
 * @returns Null when it missed so much that it should fetch everything anew.
 */
export async function catchUp(signedIn: SignedIn, after: bigint, told: bigint | null): Promise<LiveFrame | null> {
  const entries = await listEntries({ after }, MISSED_MAX + 1, "oldest");
  if (entries.length > MISSED_MAX) return null;
  const events = entries.filter((entry) => mayHear(signedIn, audienceOf(entry))).map(toLiveEvent);
  return { events, seq: (told !== null && told > after ? told : after).toString() };
}
