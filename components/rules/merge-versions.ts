import { changedFields, type RuleBody, type RuleField } from "@/lib/policy/schema";
import { takeFields } from "./rule-draft";

/** A draft on top of what somebody else saved meanwhile. */
export type Merged = {
  body: RuleBody;
  /** What both changed, and not to the same: the draft's is kept, theirs is lost unless somebody looks. */
  both: RuleField[];
};

/**
 * Puts a draft on top of a newer version: what the draft changed stays as it is in the draft, everything else is as they
 * saved it. So keeping one's own changes does not take back theirs.
 *
 * @param seen The version that the draft began with.
 */
export function mergeVersions({ seen, draft, theirs }: Record<"seen" | "draft" | "theirs", RuleBody>): Merged {
  const mine = changedFields(seen, draft);
  const apart = new Set(changedFields(draft, theirs));
  const moved = new Set(changedFields(seen, theirs));
  return {
    body: takeFields(draft, theirs, mine),
    both: mine.filter((field) => moved.has(field) && apart.has(field)),
  };
}
