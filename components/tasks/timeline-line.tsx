"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import type { Me, TaskDetail, TimelineEntry } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { AgentWords } from "../domain/agent-words";
import { RuleRef } from "../domain/rule-ref";
import { StateMark } from "../domain/state-mark";
import { CALL_MARKS, HOLD_MARKS } from "../domain/states";
import { TimelineEvent } from "../domain/timeline";
import { Untrusted } from "../domain/untrusted";
import { Since } from "../time/since";
import { IconButton } from "../ui/icon-button";
import { CallDetails } from "./call-details";
import { wordsOf } from "./entry-words";
import { took } from "./took";

export type LineContext = {
  me: Me | undefined;
  /** The task's holds by their call, for how far each held call has come. */
  holds: ReadonlyMap<string, TaskDetail["holds"][number]>;
  agent: string;
  /** The last entry that was there before the latest ones came. */
  seen: string | null;
};

type TimelineLineProps = {
  entry: TimelineEntry;
  /** Entries that stand with it, because they say the same from another side. */
  also?: readonly TimelineEntry[];
  context: LineContext;
};

/** One entry of a timeline. A call opens, to show what was sent and what came back. */
export function TimelineLine({ entry, also = [], context }: TimelineLineProps) {
  const [open, setOpen] = useState(false);
  const isCall = entry.kind.startsWith("call.");
  const mine = entry.humanId !== undefined && entry.humanId === context.me?.person.id;
  const { icon, tone, what } = wordsOf(entry, mine ? "You" : entry.names.person);
  return (
    <TimelineEvent
      at={entry.at}
      href={routes.logEntry(entry.seq)}
      icon={icon}
      tone={tone}
      person={isActOf(entry)}
      fresh={context.seen !== null && BigInt(entry.seq) > BigInt(context.seen)}
      note={noteOf(entry, also)}
      below={open && <CallDetails entry={entry} />}
      end={
        isCall && (
          <span className="inline-flex items-center gap-1">
            <CameOf entry={entry} hold={context.holds.get(entry.callId ?? "")} />
            <IconButton
              icon={open ? ChevronDown : ChevronRight}
              label={open ? "Hide what was called" : "Show what was called"}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            />
          </span>
        )
      }
    >
      {what}
      {entry.words && entry.kind !== "task.requested" && <AgentWords agent={context.agent} text={entry.words} />}
    </TimelineEvent>
  );
}

/** Why, on which rule, and where it is decided; null when there is nothing to say. */
function noteOf(entry: TimelineEntry, also: readonly TimelineEntry[]): ReactNode {
  const parts: { key: string; part: ReactNode }[] = [];
  if (entry.because) parts.push({ key: "because", part: <Untrusted text={entry.because} /> });
  if (entry.rule) parts.push({ key: "rule", part: <RuleRef rule={entry.rule} /> });
  if (entry.approvalId && entry.kind !== "call.allowed")
    parts.push({
      key: "approval",
      part: (
        <Link className="link nowrap" href={routes.inbox(entry.approvalId)} prefetch={false}>
          approval
        </Link>
      ),
    });
  for (const other of also) parts.push({ key: other.seq, part: <Also entry={other} /> });
  if (parts.length === 0) return null;
  return parts.map(({ key, part }, at) => (
    <span key={key}>
      {at > 0 && " · "}
      {part}
    </span>
  ));
}

/** An entry in the line of another, with its own place in the log. */
function Also({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === "approval.requested")
    return (
      <Link className="link nowrap" href={routes.logEntry(entry.seq)} prefetch={false}>
        asked
      </Link>
    );
  const tool = <Untrusted text={entry.tool ?? "a call"} mono />;
  return (
    <Link className="link" href={routes.logEntry(entry.seq)} prefetch={false}>
      {entry.kind === "hold.ready" ? <>lets {tool} through once</> : <>ends the hold of {tool}</>}
    </Link>
  );
}

/** A start or resume is the task's own move, though a person let it: that stands at the approval. */
const isActOf = ({ humanId, kind }: TimelineEntry): boolean =>
  humanId !== undefined && !kind.startsWith("call.") && kind !== "task.started" && kind !== "task.resumed";

/** What came of a call: its outcome, where its hold stands, or that it went nowhere. */
function CameOf({ entry, hold }: { entry: TimelineEntry; hold: TaskDetail["holds"][number] | undefined }) {
  if (entry.kind === "call.denied") return "not forwarded";
  if (entry.kind === "call.held") {
    if (!hold) return null;
    if (hold.state !== "waiting") return HOLD_MARKS[hold.state].word;
    return (
      <>
        waits <Since at={hold.heldAt} />
      </>
    );
  }
  const { outcome } = entry;
  if (!outcome) return null;
  if (outcome.state === "allowed") return "in flight";
  const time = outcome.milliseconds === null ? "" : ` · ${took(outcome.milliseconds)}`;
  if (outcome.state === "succeeded") return `${CALL_MARKS.succeeded.word}${time}`;
  return (
    <>
      <StateMark of="call" state={outcome.state} />
      {time}
    </>
  );
}
