import { listEntries } from "../audit/index";
import { may } from "../identity/index";
import type { SignedIn } from "../identity/schema";
import type { LiveFrame } from "./schema";
import { roomOf, toLiveEvent } from "./to-live-event";

/** More than this was missed: fetching everything anew is quicker than hearing it all. */
const MISSED_MAX = 500;

/**
 * What a browser missed since an entry it has seen.
 *
 * @returns One frame, or null when it missed so much that it should fetch everything anew.
 */
export async function catchUp(signedIn: SignedIn, after: bigint): Promise<LiveFrame | null> {
  const entries = await listEntries({ after }, MISSED_MAX + 1, "oldest");
  if (entries.length > MISSED_MAX) return null;
  const allowed = entries.filter((entry) => may(signedIn, roomOf(entry) === "people" ? "read_people_log" : "read_log"));
  return { events: allowed.map(toLiveEvent), seq: entries.at(-1)?.seq ?? after.toString() };
}
