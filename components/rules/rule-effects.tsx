"use client";
import { type ReactNode, useState } from "react";
import type { RuleCheck, TightenedTask } from "@/lib/api/schema";
import { counted, formatCount } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { TaskEffect } from "./task-effect";

type Effects = RuleCheck["effects"];

type RuleEffectsProps = {
  effects: Effects | undefined;
  error: unknown;
  onRetry: () => void;
  /** The draft is not complete, so nothing can be said yet. */
  incomplete: boolean;
  /** Shown while newer numbers are on their way. */
  updating: boolean;
  /** "Apply the tighter ones now", where that can be done. */
  children?: ReactNode;
};

const FIRST = 5;

/** The running tasks that a rule matches: what they hold and what they would get. */
export function RuleEffects({ effects, error, onRetry, incomplete, updating, children }: RuleEffectsProps) {
  const aside =
    effects && effects.matching > 0 && !incomplete ? `${effects.tighter} of ${sayMatching(effects)}` : undefined;
  return (
    <Section id="effects" title="Running tasks this could tighten" aside={updating ? "Looking…" : aside}>
      {incomplete && <p className="hint">Shown once every field is complete.</p>}
      {!incomplete && !effects && !error && <SkeletonRows rows={3} label="Looking for tasks that it matches" />}
      {!incomplete && error !== null && error !== undefined && <ErrorState error={error} onRetry={onRetry} inline />}
      {!incomplete && effects && <Tasks effects={effects} />}
      {children}
    </Section>
  );
}

const sayMatching = ({ matching, more }: Effects): string =>
  `${formatCount(matching)}${more ? " or more" : ""} that ${matching === 1 && !more ? "matches" : "match"}`;

function Tasks({ effects }: { effects: Effects }) {
  const [shown, setShown] = useState(FIRST);
  const [others, setOthers] = useState(false);
  const tighter = effects.items.filter((item) => item.anyTighter);
  const same = effects.items.filter((item) => !item.anyTighter);
  const rest = effects.matching - effects.tighter;
  if (effects.matching === 0) return <p className="hint">It matches no running task.</p>;
  return (
    <>
      {tighter.length > 0 && <TaskList effects={tighter.slice(0, shown)} />}
      {tighter.length > shown && (
        <p>
          <button type="button" className="link" onClick={() => setShown(tighter.length)}>
            {counted(tighter.length - shown, "more task")}
          </button>
        </p>
      )}
      {rest > 0 && (
        <p className="hint">
          {counted(rest, "task")} {rest === 1 ? "matches and stays as it is" : "match and stay as they are"}: what{" "}
          {rest === 1 ? "it holds is" : "they hold is"} as tight already.{" "}
          {!others && same.length > 0 && (
            <button type="button" className="link" onClick={() => setOthers(true)}>
              Show {rest === 1 ? "it" : "them"}
            </button>
          )}
        </p>
      )}
      {others && same.length > 0 && <TaskList effects={same} />}
      {effects.more && <p className="hint">The tasks that called last are looked at; there are more.</p>}
    </>
  );
}

function TaskList({ effects }: { effects: readonly TightenedTask[] }) {
  return (
    <ul className="box rows pad">
      {effects.map((effect) => (
        <TaskEffect key={effect.task.id} effect={effect} />
      ))}
    </ul>
  );
}
