import type { ReactNode } from "react";
import type { StopPreview as Stops } from "@/lib/api/schema";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { Since } from "../time/since";
import { counted, formatCount } from "../ui/count";
import { taskCode } from "./task-code";

/** One task that would stop, by name. */
export function stoppedTask(task: Stops["tasks"]["items"][number]): ReactNode {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className="label">
        <Untrusted text={task.purpose} />
      </span>
      <small className="mono muted">
        <Untrusted text={taskCode(task)} />
      </small>
      <span className="muted">
        <Untrusted text={task.agent.name} />
      </span>
      <StateMark of="task" state={task.state} className="ml-auto" />
    </span>
  );
}

/** What else stops with the tasks: calls in flight by name, and what waits, by number. */
export function StopPreview({ stops }: { stops: Stops | undefined }) {
  if (!stops)
    return (
      <p className="muted" role="status">
        Looking up what would stop…
      </p>
    );
  const { callsInFlight: calls } = stops;
  const also = waiting(stops);
  return (
    <>
      {stops.ended > 0 && (
        <p className="hint">
          {stops.ended === 1
            ? "1 of these has ended already and stays as it is."
            : `${formatCount(stops.ended)} of these have ended already and stay as they are.`}
        </p>
      )}
      {calls.total > 0 && (
        <section className="sect">
          <h3>{counted(calls.total, "call")} in flight, aborted; what they did at their server stays unknown</h3>
          <ul className="box rows pad stops">
            {calls.items.map((call) => (
              <li key={`${call.taskId} ${call.server} ${call.tool} ${call.since}`}>
                <Untrusted text={call.tool} mono /> on <Untrusted text={call.server} />{" "}
                <span className="muted">
                  for <Since at={call.since} />
                </span>
              </li>
            ))}
            {calls.total > calls.items.length && <li className="muted">and {calls.total - calls.items.length} more</li>}
          </ul>
        </section>
      )}
      <p className="soft">{also === "" ? "No call is in flight and nothing waits." : also}</p>
    </>
  );
}

function waiting({ holds, ready, approvals, callsInFlight }: Stops): string {
  const parts = [
    holds > 0 && counted(holds, "call that waits for a person", "calls that wait for a person"),
    ready > 0 && counted(ready, "approved call that was not fetched", "approved calls that were not fetched"),
    approvals > 0 && counted(approvals, "approval that nobody has answered", "approvals that nobody has answered"),
  ].filter((part) => part !== false);
  if (parts.length === 0) return callsInFlight.total === 0 ? "" : "Nothing waits.";
  return `Ends as well: ${parts.join(", ")}.`;
}
