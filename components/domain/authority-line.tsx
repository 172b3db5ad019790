"use client";
import type { CSSProperties } from "react";
import { shortTime, type Zone } from "../time/format";
import { useNow } from "../time/now";
import { classNames } from "../ui/class-names";
import { inOrder } from "../ui/in-order";
import { placeLabels, positionOn, type ScaleLabel } from "./authority-scale";

export type AuthoritySpan = { kind: "running" | "paused" | "waiting"; from: string; to: string | null };
export type AuthorityTick = { kind: "call" | "held" | "denied" | "signed"; at: string };

type AuthorityLineProps = {
  /** When the task was asked for. */
  from: string;
  /** Its absolute end; null while it has none. */
  end: string | null;
  /** When it ended, for a task that is over. */
  endedAt?: string | null;
  spans: readonly AuthoritySpan[];
  ticks?: readonly AuthorityTick[];
  /** Where the lease would end if somebody approved now. */
  next?: string | null;
  lastSigned?: string | null;
};

const SEGMENT = { running: "seg-run", paused: "seg-pause", waiting: "seg-ask" } as const;
const TICK = { call: "tick", held: "tick he", denied: "tick de", signed: "sig" } as const;

/** A task from its request to its absolute end: when it ran, waited and paused, who signed, and where now is. */
export function AuthorityLine(props: AuthorityLineProps) {
  const ticking = useNow(5);
  // Where now is depends on when it is read, so the server's HTML leaves it out.
  const now = props.endedAt ? Date.parse(props.endedAt) : ticking;
  const start = Date.parse(props.from);
  const end = Math.max(props.end === null ? 0 : Date.parse(props.end), now ?? 0, start + 1000);
  const labels = placeLabels(labelsOf(props, { now, end }), { start, end });
  return (
    <div className="life">
      <Track {...props} start={start} until={end} now={now} />
      <Scale labels={labels} zone={ticking === null ? "UTC" : "viewer"} now={now ?? start} />
    </div>
  );
}

type TrackProps = AuthorityLineProps & { start: number; until: number; now: number | null };

function Track({ spans, ticks, next, endedAt, start, until, now }: TrackProps) {
  const at = (moment: string | number) =>
    positionOn({ start, end: until }, typeof moment === "number" ? moment : Date.parse(moment));
  const place = (moment: string | number): CSSProperties => ({ left: `${at(moment)}%` });
  const width = (from: string | number, to: string | number): CSSProperties => ({
    left: `${at(from)}%`,
    width: `${at(to) - at(from)}%`,
  });
  const open = now !== null && !endedAt;
  return (
    <div className="track" aria-hidden="true">
      {spans.map((span) => {
        const to = span.to ?? now;
        const key = `${span.kind}${span.from}`;
        return to === null ? null : <span key={key} className={SEGMENT[span.kind]} style={width(span.from, to)} />;
      })}
      {inOrder(ticks ?? [], (tick) => (
        <span className={TICK[tick.kind]} style={place(tick.at)} />
      ))}
      {open && next && <span className="seg-next" style={width(now, next)} />}
      {open && <span className="now" style={place(now)} />}
    </div>
  );
}

/** Labels by weight: where two stand too close, the first of this list is kept. */
function labelsOf(props: AuthorityLineProps, { now, end }: { now: number | null; end: number }): ScaleLabel[] {
  const over = Boolean(props.endedAt);
  const labels: ScaleLabel[] = [];
  if (props.end !== null && !over) {
    labels.push({ at: end, word: "absolute end" });
  }
  if (now !== null) {
    labels.push({ at: now, word: over ? "ended" : "now", now: !over });
  }
  labels.push({ at: Date.parse(props.from), word: "asked" });
  if (props.lastSigned) {
    labels.push({ at: Date.parse(props.lastSigned), word: "last signed" });
  }
  if (props.next && !over) {
    labels.push({ at: Date.parse(props.next), word: "lease, if approved now" });
  }
  return labels;
}

type ScaleProps = { labels: ReturnType<typeof placeLabels>; zone: Zone; now: number };

function Scale({ labels, zone, now }: ScaleProps) {
  return (
    <div className="scale">
      {labels.map((label) => (
        <span
          key={label.word}
          className={classNames(label.now && "n", label.cramped && "mid", label.left > 80 && "to-left")}
          style={{ left: `${label.left}%` }}
        >
          {shortTime(new Date(label.at), zone, { now: new Date(now) })}
          <br />
          {label.word}
        </span>
      ))}
    </div>
  );
}

const KEY = [
  ["run", "running"],
  ["pause", "paused"],
  ["ask", "waits for a person"],
  ["sig", "signed"],
  ["de", "denied"],
  ["he", "held"],
] as const;

/** What the marks of the line mean. */
export function AuthorityKey() {
  return (
    <p className="key">
      {KEY.map(([css, word]) => (
        <span key={css}>
          <i className={css} />
          {word}
        </span>
      ))}
    </p>
  );
}
