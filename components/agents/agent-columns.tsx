import type { AgentRow } from "@/lib/api/schema";
import { StateMark } from "../domain/state-mark";
import { Since } from "../time/since";
import type { Column } from "../ui/list-table";
import { AgentTasksCount } from "./agent-tasks-count";

const NONE = <span className="gone">–</span>;

/** The columns of the list of agents. */
export const AGENT_COLUMNS: readonly Column<AgentRow>[] = [
  {
    id: "state",
    head: "State",
    width: "104px",
    phone: "corner",
    cell: ({ state, locked }) => <StateMark of="standing" state={locked && state === "active" ? "locked" : state} />,
  },
  { id: "agent", head: "Agent", width: "minmax(150px, 1fr)", title: true, phone: "title", cell: ({ name }) => name },
  {
    id: "owner",
    head: "Owner",
    width: "minmax(120px, 220px)",
    phone: "line",
    className: "cut",
    cell: ({ owner }) => (
      <span className="cut">
        {owner.name}
        {owner.state === "disabled" && <span className="muted">, disabled</span>}
      </span>
    ),
  },
  {
    id: "tasks",
    head: "Tasks",
    headTitle: "running, paused, requested",
    width: "264px",
    phone: "side",
    from: "desk",
    cell: ({ tasks }) => <AgentTasksCount tasks={tasks} />,
  },
  {
    id: "kinds",
    head: "Comes by",
    headTitle: "kinds of credentials that work now",
    width: "104px",
    from: "wide",
    cell: ({ kinds }) => (kinds.length > 0 ? kinds.join(", ") : <span className="muted">none works</span>),
  },
  {
    id: "last",
    head: "Last call",
    width: "72px",
    align: "right",
    cell: ({ lastAt }) => (lastAt ? <Since at={lastAt} className="muted" /> : NONE),
  },
];
