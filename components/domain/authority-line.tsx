"use client";
import { type CSSProperties, Fragment } from "react";
import { shortTime, type Zone } from "../time/format";
import { useNow } from "../time/now";

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
  const start = Date.parse(props.from);
  const now = props.endedAt ? Date.parse(props.endedAt) : (ticking ?? start);
  const end = Math.max(props.end === null ? now : Date.parse(props.end), now, start + 1000);
  const at = (moment: string | number): number =>
    Math.min(
      100,
      Math.max(0, (((typeof moment === "number" ? moment : Date.parse(moment)) - start) / (end - start)) * 100),
    );
  const place = (moment: string | number): CSSProperties => ({ left: `${at(moment)}%` });
  const width = (from: string | number, to: string | number): CSSProperties => ({
    left: `${at(from)}%`,
    width: `${at(to) - at(from)}%`,
  });
  return (
    <div className="life">
      <div className="track" aria-hidden="true">
        {props.spans.map((span) => (
          <span
            key={`${span.kind}${span.from}`}
            className={SEGMENT[span.kind]}
            style={width(span.from, span.to ?? now)}
          />
        ))}
        {props.ticks?.map((tick, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two calls may share a moment
          <span key={index} className={TICK[tick.kind]} style={place(tick.at)} />
        ))}
        {props.next && !props.endedAt && <span className="seg-next" style={width(now, props.next)} />}
        {!props.endedAt && <span className="now" style={place(now)} />}
      </div>
      <Scale labels={labelsFor(props, { now, end })} at={at} zone={ticking === null ? "UTC" : "viewer"} now={now} />
    </div>
  );
}

type Label = { at: number; word: string; now?: boolean; needed: boolean };

function labelsFor(props: AuthorityLineProps, { now, end }: { now: number; end: number }): Label[] {
  const over = Boolean(props.endedAt);
  const all: (Label | null)[] = [
    { at: Date.parse(props.from), word: "asked", needed: true },
    { at: now, word: over ? "ended" : "now", now: !over, needed: true },
    props.end === null || over ? null : { at: end, word: "absolute end", needed: true },
    props.lastSigned ? { at: Date.parse(props.lastSigned), word: "last signed", needed: false } : null,
    props.next && !over ? { at: Date.parse(props.next), word: "lease, if approved now", needed: false } : null,
  ];
  return all.filter((label): label is Label => label !== null);
}

/** How close two labels may stand, in percent of the line. The ones that can be missed give way. */
const APART = 10;

type ScaleProps = { labels: readonly Label[]; at: (moment: number) => number; zone: Zone; now: number };

function Scale({ labels, at, zone, now }: ScaleProps) {
  const placed: Label[] = [];
  for (const label of labels) {
    if (placed.every((other) => Math.abs(at(other.at) - at(label.at)) >= APART)) {
      placed.push(label);
    } else if (label.now) {
      // "now" replaces what stands in its way: it is what people look for.
      const blocked = placed.findIndex((other) => Math.abs(at(other.at) - at(label.at)) < APART);
      placed.splice(blocked, 1, label);
    }
  }
  return (
    <div className="scale">
      {placed.map((label) => {
        const left = at(label.at);
        const side = left > 85 ? "to-left" : "";
        return (
          <span
            key={label.word}
            className={`${label.now ? "n" : label.needed ? "" : "mid"} ${side}`}
            style={{ left: `${left}%` }}
          >
            {shortTime(new Date(label.at), zone, { now: new Date(now) })}
            <br />
            {label.word}
          </span>
        );
      })}
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
        <Fragment key={css}>
          <span>
            <i className={css} />
            {word}
          </span>
        </Fragment>
      ))}
    </p>
  );
}
