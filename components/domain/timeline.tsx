import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { TimeStamp } from "../time/time-stamp";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import type { Tone } from "../ui/tone";

/** Events of one epoch, newest first, under a line that names it. */
export function TimelinePart({ title, note, children }: { title: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="tl">
      <p className="tl-h">
        <b>{title}</b>
        {note && <span>{note}</span>}
      </p>
      <ol>{children}</ol>
    </div>
  );
}

type TimelineEventProps = {
  at: string | Date;
  /** Where the time leads: the entry in the log. */
  href?: string;
  icon: LucideIcon;
  tone?: Tone;
  /** What happened, as a sentence without its subject where that is the agent. */
  children: ReactNode;
  note?: ReactNode;
  end?: ReactNode;
  /** What the event opens to, over the whole width. */
  below?: ReactNode;
  /** An act of a person: it stands out from what the agent did. */
  person?: boolean;
  /** It arrived while the page was open. */
  fresh?: boolean;
};

/** One thing that happened. */
export function TimelineEvent({ at, href, icon, tone, children, note, end, below, person, fresh }: TimelineEventProps) {
  return (
    <li className={classNames("ev", person && "person", fresh && "new")}>
      <span className="at">
        {href ? (
          <Link href={href} prefetch={false}>
            <TimeStamp at={at} seconds />
          </Link>
        ) : (
          <TimeStamp at={at} seconds />
        )}
      </span>
      <span className={classNames("dot", tone)}>
        <Icon of={icon} />
      </span>
      <div className="what">
        {children}
        {note && <span className="sub">{note}</span>}
      </div>
      <span className="end">{end}</span>
      {below && <div className="below">{below}</div>}
    </li>
  );
}
