import { CircleDashed, CirclePause, Hand, type LucideIcon } from "lucide-react";
import type { ApprovalKind as Kind } from "@/lib/approvals/schema";
import { Tag } from "../ui/tag";
import type { Tone } from "../ui/tone";

export const APPROVAL_KINDS: Readonly<Record<Kind, { word: string; icon: LucideIcon; tone: Tone | undefined }>> = {
  start: { word: "Start", icon: CircleDashed, tone: undefined },
  resume: { word: "Resume", icon: CirclePause, tone: "wait" },
  call: { word: "Held call", icon: Hand, tone: "wait" },
};

/** What is asked: to start, to resume, or to let one call through. */
export function ApprovalKind({ kind }: { kind: Kind }) {
  const { word, icon, tone } = APPROVAL_KINDS[kind];
  return (
    <Tag tone={tone} icon={icon}>
      {word}
    </Tag>
  );
}
