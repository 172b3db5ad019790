import type { TaskDetail } from "@/lib/api/schema";
import { AuthorityKey, AuthorityLine } from "../domain/authority-line";
import { Clocks } from "../domain/clocks";
import { roughly } from "../time/format";
import { counted } from "../ui/count";
import { lastSigned, leaseIfApproved, spansOf, ticksOf } from "./authority-spans";
import { callsFace, clockFaces } from "./clock-faces";

/** How long the task may act: its line from request to absolute end, and every clock. */
export function TaskAuthority({ task }: { task: TaskDetail }) {
  return (
    <section className="stack gap-3" aria-label="Clocks">
      <AuthorityLine
        from={task.requestedAt}
        end={task.clocks.endAt}
        endedAt={task.ended?.at}
        spans={spansOf(task.life)}
        ticks={ticksOf(task)}
        next={leaseIfApproved(task)}
        lastSigned={lastSigned(task.life)}
      />
      <AuthorityKey />
      {task.ended ? (
        <p className="soft">{sayLife(task, task.ended.at)}</p>
      ) : (
        <Clocks clocks={clockFaces(task)} calls={callsFace(task)} />
      )}
    </section>
  );
}

function sayLife({ requestedAt, calls }: TaskDetail, endedAt: string): string {
  const lasted = roughly((Date.parse(endedAt) - Date.parse(requestedAt)) / 1000);
  return `Lasted ${lasted}: ${counted(calls.allowed, "call")} allowed, ${calls.held} held, ${calls.denied} denied.`;
}
