import type { TaskRow } from "@/lib/api/schema";
import { CallsBar, Tally } from "../domain/calls-bar";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { Since } from "../time/since";
import { TimeLeft } from "../time/time-left";
import type { Column } from "../ui/list-table";
import { SelectCell, SelectHead } from "./select-cells";
import { endClock, idleClock, leaseClock, type RunningClock } from "./task-clocks";
import { taskCode } from "./task-code";
import { TaskWhy } from "./task-why";
import type { Selection } from "./use-selection";

const NONE = <span className="gone">–</span>;

function ClockCell({ clock }: { clock: RunningClock }) {
  return clock ? <TimeLeft until={clock.until} from={clock.from} icon={false} compact /> : NONE;
}

const STATE: Column<TaskRow> = {
  id: "state",
  head: "State",
  width: "104px",
  phone: "corner",
  cell: (task) => <StateMark of="task" state={task.state} />,
};

const TASK: Column<TaskRow> = {
  id: "task",
  head: "Task",
  width: "minmax(120px, 1fr)",
  title: true,
  phone: "title",
  cell: (task) => (
    <>
      <Untrusted text={task.purpose} />
      <small className="mono">
        <Untrusted text={taskCode(task)} />
      </small>
    </>
  ),
};

const AGENT: Column<TaskRow> = {
  id: "agent",
  head: "Agent",
  width: "116px",
  from: "wide",
  className: "cut",
  cell: (task) => <Untrusted text={task.agent.name} />,
};

const WHY: Column<TaskRow> = {
  id: "why",
  head: "Why",
  width: "clamp(110px, 14vw, 204px)",
  phone: "line",
  className: "why2",
  cell: (task) => <TaskWhy task={task} />,
};

const CLOCKS: readonly Column<TaskRow>[] = [
  { id: "idle", head: "Idle in", width: "64px", align: "right", cell: (task) => <ClockCell clock={idleClock(task)} /> },
  {
    id: "lease",
    head: "Lease",
    width: "64px",
    align: "right",
    from: "desk",
    cell: (task) => <ClockCell clock={leaseClock(task)} />,
  },
  { id: "end", head: "End", width: "64px", align: "right", cell: (task) => <ClockCell clock={endClock(task)} /> },
];

const CALLS: Column<TaskRow> = {
  id: "calls",
  head: "Calls",
  headTitle: "allowed, held, denied",
  width: "clamp(132px, 13vw, 190px)",
  phone: "side",
  className: "calls",
  cell: ({ calls }) => (
    <>
      <CallsBar counts={calls} />
      <Tally counts={calls} />
    </>
  ),
};

const ACTIVE: Column<TaskRow> = {
  id: "active",
  head: "Active",
  width: "56px",
  align: "right",
  from: "desk",
  sort: "descending",
  cell: (task) => (task.lastAt ? <Since at={task.lastAt} className="muted" /> : NONE),
};

/** The columns of the list. Whoever may revoke gets one more, to select. */
export function taskColumns(selection: Selection | null): Column<TaskRow>[] {
  const columns = [STATE, TASK, AGENT, WHY, ...CLOCKS, CALLS, ACTIVE];
  if (!selection) return columns;
  const select: Column<TaskRow> = {
    id: "select",
    head: <SelectHead selection={selection} />,
    width: "16px",
    cell: (task) => <SelectCell task={task} selection={selection} />,
  };
  return [select, ...columns];
}
