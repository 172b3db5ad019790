import type { ActionClass } from "@/lib/policy/schema";

/** The class of a tool as rising bars and its word. Not a state, so not a state's mark. */
export function ClassMark({ of }: { of: ActionClass }) {
  return <span className={`cls ${of}`}>{of}</span>;
}
