import type { TaskDetail } from "@/lib/api/schema";
import { AuthorityKey, AuthorityLine } from "../domain/authority-line";
import { Clocks } from "../domain/clocks";
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
      <Clocks clocks={task.ended ? [] : clockFaces(task)} calls={callsFace(task)} />
    </section>
  );
}
