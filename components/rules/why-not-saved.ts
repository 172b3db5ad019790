import { counted } from "../ui/count";
import type { RuleDrafting } from "./use-rule-draft";

/** Why a draft cannot be saved now; false when it can. */
export function whyNotSaved({ draft, dirty, wrong }: Pick<RuleDrafting, "draft" | "dirty" | "wrong">): string | false {
  if (!dirty) return "Nothing was changed.";
  if (draft.name === "") return "It needs a name.";
  if (wrong > 0) return `${counted(wrong, "field")} must be put right first.`;
  return false;
}
