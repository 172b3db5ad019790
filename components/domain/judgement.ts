import type { Judgement } from "@/lib/approvals/schema";

const SAID: Readonly<Record<Judgement, string>> = { justified: "justified", not_justified: "not justified" };

/** A judgement about a broken glass, as people read it. */
export const sayJudgement = (judgement: string): string => SAID[judgement as Judgement] ?? judgement; // another word is shown as it is
