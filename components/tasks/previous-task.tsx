"use client";
import Link from "next/link";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Section } from "../ui/section";

/** The task that had this charter before, and how it ended. */
export function PreviousTask({ id }: { id: string }) {
  const previous = useEndpoint("task", { id }).data;
  return (
    <Section title="The one before">
      <div className="flow">
        <Link className="link" href={routes.task(id)}>
          {previous ? <Untrusted text={previous.purpose} /> : "The task before this one"}
        </Link>
        {previous && <StateMark of="task" state={previous.state} />}
      </div>
      {previous?.ended && (
        <p className="hint">
          {previous.ended.by && `${previous.ended.by.name}, `}
          <TimeStamp at={previous.ended.at} show="both" />
          {previous.ended.reason && (
            <>
              : <Untrusted text={previous.ended.reason} />
            </>
          )}
        </p>
      )}
    </Section>
  );
}
