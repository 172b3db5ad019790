"use client";
import { Check, ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { TimelineEvent } from "../domain/timeline";
import { Untrusted } from "../domain/untrusted";
import { counted } from "../ui/count";
import { IconButton } from "../ui/icon-button";
import { callsByTool, type CallRun as Run } from "./timeline-groups";
import { type LineContext, TimelineLine } from "./timeline-line";

/** Calls in a row that were allowed and succeeded, as one line that opens to all of them. */
export function CallRun({ run, context }: { run: Run; context: LineContext }) {
  const [open, setOpen] = useState(false);
  const [latest] = run.calls;
  if (!latest) return null;
  return (
    <>
      <TimelineEvent
        at={latest.at}
        icon={Check}
        tone="ok"
        note={callsByTool(run.calls).map(({ tool, calls }, at) => (
          <span key={tool}>
            {at > 0 && ", "}
            <Untrusted text={tool} mono /> {calls}
          </span>
        ))}
        end={
          <IconButton
            icon={open ? ChevronDown : ChevronRight}
            label={open ? "Hide the calls" : "Show the calls"}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          />
        }
      >
        {counted(run.calls.length, "call")} allowed, all succeeded
      </TimelineEvent>
      {open && run.calls.map((entry) => <TimelineLine key={entry.seq} entry={entry} context={context} />)}
    </>
  );
}
