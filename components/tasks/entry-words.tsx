import {
  Check,
  CircleCheck,
  CirclePause,
  CirclePlay,
  FoldHorizontal,
  Gavel,
  Hand,
  Info,
  Megaphone,
  MessageCircleQuestionMark,
  MessageCircleReply,
  PencilLine,
  RotateCcw,
  Signature,
  Siren,
  UnfoldHorizontal,
  X,
} from "lucide-react";
import type { ReactNode } from "react";
import { z } from "zod";
import type { TimelineEntry } from "@/lib/api/schema";
import { pauseSchema } from "@/lib/tasks/schema";
import { PAUSE_MARKS } from "../domain/pause-reason";
import { APPROVAL_MARKS, TASK_MARKS } from "../domain/states";
import { Untrusted } from "../domain/untrusted";
import { counted } from "../ui/count";
import type { LucideIcon } from "../ui/icon";
import type { Tone } from "../ui/tone";

/** What an entry is called in a timeline. `who` is the person whose act it was, already named. */
export type EntryWords = { icon: LucideIcon; tone?: Tone; what: ReactNode };
type Say = (entry: TimelineEntry, who: ReactNode) => EntryWords;
type Kind = TimelineEntry["kind"];

/** The facts that these words use. Kinds differ, so each may be missing. */
const factsSchema = z.object({
  pausedFor: pauseSchema.optional().catch(undefined),
  stopNow: z.boolean().optional().catch(undefined),
  answer: z.string().optional().catch(undefined),
  revoked: z.boolean().optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  have: z.number().optional().catch(undefined),
  need: z.number().optional().catch(undefined),
  to: z.string().optional().catch(undefined),
  scope: z
    .array(z.object({ tools: z.array(z.string()) }))
    .optional()
    .catch(undefined),
});
const factsOf = (entry: TimelineEntry) => factsSchema.parse(entry.facts);

const by = (who: ReactNode, act: ReactNode, alone: ReactNode): ReactNode =>
  who ? (
    <>
      <b className="strong">{who}</b> {act}
    </>
  ) : (
    alone
  );

const call = (word: string, { tool, names }: TimelineEntry): ReactNode => (
  <>
    {word}: <Untrusted text={tool ?? "a call"} mono />
    {names.server && (
      <>
        {" "}
        on <Untrusted text={names.server} />
      </>
    )}
  </>
);

const ASKED = { start: "to start", resume: "to resume", call: "to let 1 call through" } as const;
const askedFor = (kind: string | undefined): string =>
  kind === undefined ? "" : ` ${Object.entries(ASKED).find(([name]) => name === kind)?.[1] ?? ""}`;

const tools = (entry: TimelineEntry): string => {
  const count = factsOf(entry).scope?.reduce((sum, part) => sum + part.tools.length, 0);
  return count === undefined ? "" : ` with ${counted(count, "tool")}`;
};

const TASK: Partial<Record<Kind, Say>> = {
  "task.requested": () => ({ icon: TASK_MARKS.requested.icon, what: "Asked to start" }),
  "task.started": (entry) => ({ icon: CirclePlay, tone: "ok", what: `Started${tools(entry)}` }),
  "task.resumed": (entry) => ({ icon: CirclePlay, tone: "ok", what: `Resumed${tools(entry)}` }),
  "task.paused": (entry, who) => {
    const { pausedFor, stopNow } = factsOf(entry);
    const mark = pausedFor && PAUSE_MARKS[pausedFor];
    const also = stopNow ? " and stopped calls in flight" : "";
    return {
      icon: mark?.icon ?? CirclePause,
      tone: "wait",
      what: by(who, `paused it${also}`, `Paused${mark ? `: ${mark.word}` : ""}`),
    };
  },
  "task.narrowed": (entry, who) => ({
    icon: FoldHorizontal,
    what: by(who, `narrowed it, it goes on${tools(entry)}`, `Narrowed, it goes on${tools(entry)}`),
  }),
  "task.tightened": () => ({ icon: FoldHorizontal, what: "Its authority became tighter" }),
  "task.completed": () => ({ icon: CircleCheck, what: "Completed by its agent" }),
  "task.withdrawn": () => ({ icon: TASK_MARKS.withdrawn.icon, what: "Withdrawn by its agent" }),
  "task.denied": (_, who) => ({
    icon: TASK_MARKS.denied.icon,
    tone: "stop",
    what: by(who, "denied its start", "Its start was denied"),
  }),
  "task.revoked": (_, who) => ({ icon: TASK_MARKS.revoked.icon, tone: "stop", what: by(who, "revoked it", "Revoked") }),
  "task.expired": () => ({ icon: TASK_MARKS.expired.icon, what: "Expired" }),
};

const APPROVAL: Partial<Record<Kind, Say>> = {
  "approval.requested": (entry) => ({
    icon: Hand,
    tone: "wait",
    what: `A person was asked${askedFor(factsOf(entry).kind)}`,
  }),
  "approval.approved": (entry, who) => {
    const act = factsOf(entry).answer === "narrow" ? "approved less than was asked" : "approved";
    return { icon: Signature, what: by(who, act, "Approved") };
  },
  "approval.voted": (entry, who) => {
    const { answer, have, need } = factsOf(entry);
    const act = answer === "deny" ? "denied" : "approved";
    return { icon: Signature, what: by(who, `${act}: ${have} of ${need}`, `A vote: ${have} of ${need}`) };
  },
  "approval.asked_back": (_, who) => ({
    icon: MessageCircleQuestionMark,
    tone: "wait",
    what: by(who, "asked a question", "A question was asked"),
  }),
  "approval.answered": (_, who) => ({
    icon: MessageCircleReply,
    what: by(who, "answered a question", "The agent answered a question"),
  }),
  "approval.edited": (_, who) => ({
    icon: PencilLine,
    tone: "wait",
    what: by(who, "edited the arguments", "The arguments were edited"),
  }),
  "approval.widened": (_, who) => ({
    icon: UnfoldHorizontal,
    tone: "wait",
    what: by(who, "asked for calls like it as well", "Calls like it are asked for as well"),
  }),
  "pattern.opened": (entry) => ({ icon: UnfoldHorizontal, tone: "ok", what: call("Goes without asking", entry) }),
  "pattern.ended": (entry) => ({ icon: FoldHorizontal, what: call("Asked about again", entry) }),
  "approval.reset": () => ({ icon: RotateCcw, tone: "wait", what: "What is asked has changed: votes count no more" }),
  "approval.escalated": (entry) => ({ icon: Megaphone, tone: "wait", what: `It went to ${factsOf(entry).to} as well` }),
  "approval.broken_glass": (_, who) => ({
    icon: Siren,
    tone: "stop",
    what: by(who, "broke the glass", "The glass was broken"),
  }),
  "approval.glass_judged": (_, who) => ({
    icon: Gavel,
    what: by(who, "judged the broken glass", "The broken glass was judged"),
  }),
  "approval.glass_overdue": () => ({ icon: Siren, tone: "stop", what: "Nobody has judged the broken glass in time" }),
  "approval.denied": (entry, who) => ({
    icon: X,
    tone: "stop",
    what: by(who, factsOf(entry).revoked ? "denied and revoked" : "denied", "Denied by a person"),
  }),
  "approval.expired": () => ({ icon: APPROVAL_MARKS.expired.icon, what: "Nobody answered in time" }),
  "approval.superseded": () => ({ icon: APPROVAL_MARKS.superseded.icon, what: "What was asked is superseded" }),
  "approval.withdrawn": () => ({ icon: APPROVAL_MARKS.withdrawn.icon, what: "The agent no longer asks" }),
};

const CALL: Partial<Record<Kind, Say>> = {
  "hold.ready": (entry) => ({ icon: Check, tone: "ok", what: call("Let through once", entry) }),
  "hold.denied": (entry) => ({ icon: X, tone: "stop", what: call("Not let through", entry) }),
  "hold.expired": (entry) => ({ icon: APPROVAL_MARKS.expired.icon, what: call("Hold expired", entry) }),
  "hold.superseded": (entry) => ({ icon: APPROVAL_MARKS.superseded.icon, what: call("Hold superseded", entry) }),
  "hold.withdrawn": (entry) => ({ icon: APPROVAL_MARKS.withdrawn.icon, what: call("Hold withdrawn", entry) }),
  "call.allowed": (entry) => ({ icon: Check, tone: "ok", what: call("Allowed", entry) }),
  "call.held": (entry) => ({ icon: Hand, tone: "wait", what: call("Held", entry) }),
  "call.denied": (entry) => ({ icon: X, tone: "stop", what: call("Denied", entry) }),
};

const SAY: Partial<Record<Kind, Say>> = { ...TASK, ...APPROVAL, ...CALL };

/** Says an entry. One that this page has no words for is shown by its kind, never left out. */
export function wordsOf(entry: TimelineEntry, who: ReactNode): EntryWords {
  return (
    SAY[entry.kind]?.(entry, who) ?? { icon: Info, what: by(who, <code>{entry.kind}</code>, <code>{entry.kind}</code>) }
  );
}
