"use client";
import { Gauge, Hourglass, type LucideIcon, Moon, RefreshCw } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { shortTime } from "../time/format";
import { useNow } from "../time/now";
import { leftOf } from "../time/time-left";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/count";
import { Icon } from "../ui/icon";

export type ClockKind = "decideBy" | "notBefore" | "idle" | "lease" | "end" | "stall";

/** A clock that runs, with when it was wound up; or one that does not, and why ("none", "no call in flight"). */
export type ClockFace = {
  kind: ClockKind;
  /** Its limit as people say it, after its name: "15 min". */
  limit?: string;
  until?: string | Date | null;
  from?: string | Date | null;
  /** What happens then, after the absolute time: "then it expires". */
  happens?: string;
  still?: { value: string; note: string };
};

const NAMES: Readonly<Record<ClockKind, { name: string; icon?: LucideIcon }>> = {
  decideBy: { name: "Decide by" },
  notBefore: { name: "Not before" },
  idle: { name: "Idle", icon: Moon },
  lease: { name: "Lease", icon: RefreshCw },
  end: { name: "Absolute end" },
  stall: { name: "Stall", icon: Hourglass },
};

type ClocksProps = {
  clocks: readonly ClockFace[];
  /** Calls used against their limit, as a seventh face. `max` null: no limit. */
  calls?: { used: number; max: number | null; note?: ReactNode };
};

/** Every clock of a task: what is left, the absolute time, what happens then. */
export function Clocks({ clocks, calls }: ClocksProps) {
  return (
    <dl className="clocks">
      {clocks.map((clock) => (
        <Face key={clock.kind} clock={clock} />
      ))}
      {calls && <CallsFace {...calls} />}
    </dl>
  );
}

type WithPart = CSSProperties & { "--p": string };
/** Less than this looks like a speck, not like a bar. */
const LEAST_BAR = 0.03;
const filled = (part: number): WithPart => ({ "--p": part < LEAST_BAR ? "0%" : `${Math.round(part * 1000) / 10}%` });

function Face({ clock }: { clock: ClockFace }) {
  const now = useNow();
  const { name, icon } = NAMES[clock.kind];
  const label = clock.limit ? `${name}, ${clock.limit}` : name;
  if (!clock.until) {
    return (
      <Shown label={label} icon={icon} value={clock.still?.value ?? "none"}>
        {clock.still?.note}
      </Shown>
    );
  }
  const until = new Date(clock.until);
  if (now === null) {
    return <Shown label={label} icon={icon} value="–" />;
  }
  const left = leftOf({ now, until: until.getTime(), from: clock.from ? new Date(clock.from).getTime() : undefined });
  const at = shortTime(until, "viewer", { now: new Date(now) });
  const note = left.tone === "over" ? `since ${at}` : [at, clock.happens].filter(Boolean).join(", ");
  return (
    <Shown label={label} icon={icon} value={left.text} tone={left.tone} part={left.part}>
      {note}
    </Shown>
  );
}

function CallsFace({ used, max, note }: NonNullable<ClocksProps["calls"]>) {
  const part = max === null || max === 0 ? 0 : Math.min(1, used / max);
  const tone = max === null ? undefined : part >= 1 ? "over" : part > 0.75 ? "soon" : "calm";
  const of = max === null ? undefined : `of ${formatCount(max)}`;
  return (
    <Shown label="Calls" icon={Gauge} value={formatCount(used)} of={of} tone={tone} part={part}>
      {note ?? (max === null ? "no limit" : `${formatCount(Math.max(0, max - used))} left`)}
    </Shown>
  );
}

type ShownProps = {
  label: string;
  icon?: LucideIcon;
  value: string;
  of?: string;
  tone?: "calm" | "soon" | "over";
  part?: number;
  children?: ReactNode;
};

function Shown({ label, icon, value, of, tone, part = 0, children }: ShownProps) {
  const look = classNames(tone && (tone === "over" ? "out" : "run"), tone === "soon" && "soon");
  return (
    <div className={look || undefined} style={filled(part)}>
      <dt>
        {icon && <Icon of={icon} small />}
        {label}
      </dt>
      <dd>
        <b>
          {value} {of && <small>{of}</small>}
        </b>
        <span>{children}</span>
      </dd>
    </div>
  );
}
