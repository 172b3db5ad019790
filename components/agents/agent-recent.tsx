import Link from "next/link";
import type { AgentDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { taskStateSchema } from "@/lib/tasks/schema";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { taskCode } from "../tasks/task-code";
import { TimeStamp } from "../time/time-stamp";
import { Section } from "../ui/section";
import { AgentTasksCount } from "./agent-tasks-count";

/** Its latest tasks, and the way to all of them. */
export function AgentRecent({ agent }: { agent: AgentDetail }) {
  const all = (
    <Link className="link" href={routes.tasks({ agent: agent.name, state: "all" })}>
      All its tasks
    </Link>
  );
  if (agent.recent.length === 0)
    return (
      <Section title="Latest tasks">
        <div className="box pad">
          <p className="soft">None yet. It opens one when it first calls, with the credential that it was given.</p>
        </div>
      </Section>
    );
  return (
    <Section title="Latest tasks" aside={all}>
      {agent.tasks.running + agent.tasks.paused + agent.tasks.requested > 0 && <AgentTasksCount tasks={agent.tasks} />}
      <div className="box">
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">Task</th>
              <th scope="col">State</th>
              <th scope="col" className="r">
                Requested
              </th>
            </tr>
          </thead>
          <tbody>
            {agent.recent.map((task) => (
              <tr key={task.id}>
                <td>
                  <Link className="label" href={routes.task(task.id)}>
                    <Untrusted text={task.purpose} />
                  </Link>{" "}
                  <small className="mono muted">
                    <Untrusted text={taskCode(task)} />
                  </small>
                </td>
                <td>
                  <TaskState state={task.state} />
                </td>
                <td className="r">
                  <TimeStamp at={task.requestedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function TaskState({ state }: { state: string }) {
  const known = taskStateSchema.safeParse(state);
  return known.success ? <StateMark of="task" state={known.data} /> : state;
}
