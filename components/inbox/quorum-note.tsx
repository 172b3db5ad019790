import { Users } from "lucide-react";
import type { ApprovalDetail, Quorum } from "@/lib/api/schema";
import { Icon } from "../ui/icon";

/** What an answer of yours would do, before you give it. Nothing where one approval decides as ever. */
export function QuorumNote({ approval }: { approval: ApprovalDetail }) {
  const said = approval.quorum && sayYours(approval.quorum);
  if (!said) return null;
  return (
    <span className="why-not">
      <Icon of={Users} small className="inline align-[-2px]" /> {said}
    </span>
  );
}

const ANSWERED = {
  approve: "You approved.",
  narrow: "You approved less.",
  edit: "You approved it with an edit.",
  pattern: "You approved it and calls like it.",
  deny: "You denied.",
} as const;

/** Says it; null where there is nothing to say. */
export function sayYours({ yours, have, need, said, denials }: Quorum): string | null {
  if (!yours) return null;
  const whose = yours.for ? ` You stand for ${yours.for.name}, who is away.` : "";
  if (!yours.counts) return `Your approval would not count: it takes ${said}. You may deny.`;
  if (yours.answered && !yours.decides)
    return `${ANSWERED[yours.answered]} ${sayLeft(need - have, "")} You may answer again.${whose}`;
  if (yours.answered) return `${ANSWERED[yours.answered]} Said again, it decides now.${whose}`;
  if (need === 1 && denials.need === 1) return whose.trim() || null;
  if (yours.decides) return `${have} of ${need} approvals; yours is the last.${whose}`;
  return `${have} of ${need} approvals. ${sayLeft(need - have - 1, " after yours")}${whose}`;
}

const sayLeft = (left: number, after: string): string =>
  left <= 0 ? "It waits for others." : `It waits for ${left} more${after}.`;
