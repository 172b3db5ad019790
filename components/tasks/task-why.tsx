import { CircleDashed, Hand } from "lucide-react";
import type { ReactNode } from "react";
import type { TaskRow } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { PAUSE_MARKS } from "../domain/pause-reason";
import { TASK_MARKS } from "../domain/states";
import { Untrusted } from "../domain/untrusted";
import { Since } from "../time/since";
import { counted } from "../ui/count";
import { Icon, type LucideIcon } from "../ui/icon";

/** Why a task stands where it stands, in a few words; on a phone after its agent's name. */
export function TaskWhy({ task }: { task: TaskRow }) {
  const why = whyOf(task);
  return (
    <>
      <span className="narrow-only muted nowrap">
        <Untrusted text={task.agent.name} />
      </span>
      {why ? (
        <>
          <Icon of={why.icon} small />
          <span className="cut" title={why.title}>
            {why.words}
          </span>
        </>
      ) : (
        <span className="gone hide-narrow">–</span>
      )}
    </>
  );
}

type Why = { icon: LucideIcon; words: ReactNode; title?: string };

function whyOf(task: TaskRow): Why | null {
  if (task.ended) return whyEnded(task, task.ended);
  if (task.pausedFor) return whyPaused(task, task.pausedFor);
  const { count } = task.waiting;
  if (task.state === "requested")
    return { icon: CircleDashed, words: count > 0 ? "first approval" : "nobody is asked yet" };
  if (count > 0) return { icon: Hand, words: `${counted(count, "call")} held` };
  return null;
}

function whyPaused(task: TaskRow, reason: NonNullable<TaskRow["pausedFor"]>): Why {
  const { icon, word } = PAUSE_MARKS[reason];
  const title = task.pauseNote ?? undefined;
  const { idleSeconds, leaseAt } = task.clocks;
  if (reason === "idle" && task.lastAt)
    return {
      icon,
      title,
      words: (
        <>
          idle <Since at={task.lastAt} />
          {idleSeconds !== null && `, limit ${sayDuration(idleSeconds, 2)}`}
        </>
      ),
    };
  if (reason === "lease_over" && leaseAt)
    return {
      icon,
      title,
      words: (
        <>
          lease over for <Since at={leaseAt} />
        </>
      ),
    };
  return { icon, title, words: task.pauseNote ? <Untrusted text={task.pauseNote} /> : word };
}

/** Completed and withdrawn tasks say nothing here: their agent's words have their own place. */
function whyEnded({ state }: TaskRow, { by, reason }: NonNullable<TaskRow["ended"]>): Why | null {
  if (!by && !reason) return null;
  const said = [by?.name, reason].filter((part): part is string => Boolean(part)).join(": ");
  return { icon: TASK_MARKS[state].icon, title: said, words: <Untrusted text={said} /> };
}
