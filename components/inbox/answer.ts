import type { InputOf } from "@/lib/api/schema";
import type { Reviewing } from "./use-review";

/** What a reviewer answers, without what the card itself adds: which approval, and what was seen. */
export type Answer = Omit<InputOf<"reviewApproval">, "id" | "digest" | "rendering" | "signature"> & {
  /** Whether a denial is signed too; what gives something is signed whenever the approval asks for it. */
  sign?: boolean;
};
export type OnAnswer = (given: Answer) => void;
/** The act under way, shared by the bar and its dialogs. */
export type ReviewAct = Pick<Reviewing, "isPending" | "isError" | "error" | "busyWord">;
