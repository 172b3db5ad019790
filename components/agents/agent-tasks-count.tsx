import type { AgentRow } from "@/lib/api/schema";
import { TASK_MARKS } from "../domain/states";
import { formatCount } from "../ui/count";
import { Icon } from "../ui/icon";

const STATES = ["running", "paused", "requested"] as const;

/** How many open tasks an agent has, by state; a dash where there are none. */
export function AgentTasksCount({ tasks }: { tasks: AgentRow["tasks"] }) {
  const shown = STATES.filter((state) => tasks[state] > 0);
  if (shown.length === 0) return <span className="gone hide-narrow">–</span>;
  return (
    <span className="inline-flex gap-3">
      {shown.map((state) => (
        <span key={state} className={`st ${TASK_MARKS[state].tone}`}>
          <Icon of={TASK_MARKS[state].icon} small />
          <span className="num">{formatCount(tasks[state])}</span> {state}
        </span>
      ))}
    </span>
  );
}
