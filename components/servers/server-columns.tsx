import type { ServerRow } from "@/lib/api/schema";
import { Untrusted } from "../domain/untrusted";
import { Since } from "../time/since";
import { formatCount } from "../ui/count";
import type { Column } from "../ui/list-table";
import { ServerMark } from "./server-mark";
import { ToReview } from "./to-review";

const NONE = <span className="gone">–</span>;

/** The columns of the list of servers. */
export const SERVER_COLUMNS: readonly Column<ServerRow>[] = [
  { id: "state", head: "State", width: "104px", phone: "corner", cell: (server) => <ServerMark server={server} /> },
  {
    id: "server",
    head: "Server",
    width: "minmax(150px, 1fr)",
    title: true,
    phone: "title",
    cell: (server) => (
      <>
        {server.name}
        {server.title && server.title !== server.name && (
          <small>
            “<Untrusted text={server.title} />”
          </small>
        )}
      </>
    ),
  },
  {
    id: "address",
    head: "Address",
    width: "minmax(160px, 1fr)",
    from: "desk",
    className: "cut",
    phone: "line",
    cell: (server) => (
      <span className="mono cut">
        <Untrusted text={server.url} />
      </span>
    ),
  },
  {
    id: "tools",
    head: "Tools",
    width: "48px",
    align: "right",
    cell: ({ tools }) => (tools.total > 0 ? formatCount(tools.total) : NONE),
  },
  {
    id: "review",
    head: "To review",
    headTitle: "tools that nobody has classed, and tools whose definition changed",
    width: "200px",
    phone: "side",
    cell: (server) => <ToReview tools={server.tools} />,
  },
  {
    id: "era",
    head: "Protocol",
    width: "136px",
    from: "wide",
    cell: ({ era, protocol }) =>
      era === null ? (
        NONE
      ) : (
        <>
          {era} <span className="muted num">{protocol}</span>
        </>
      ),
  },
  {
    id: "tasks",
    head: "Tasks",
    headTitle: "requested, running or paused",
    width: "48px",
    align: "right",
    cell: ({ tasks }) => (tasks > 0 ? formatCount(tasks) : NONE),
  },
  {
    id: "checked",
    head: "Checked",
    width: "64px",
    align: "right",
    from: "desk",
    cell: ({ checkedAt }) => (checkedAt ? <Since at={checkedAt} className="muted" /> : NONE),
  },
];
