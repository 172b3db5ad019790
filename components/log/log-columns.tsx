import type { LogRow } from "@/lib/api/schema";
import { shortDigest } from "../domain/digest";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import type { Column } from "../ui/list-table";
import { ENTRY_MARKS } from "./entry-marks";
import { plainSentence, sayEntry } from "./say-entry";
import { Sentence } from "./sentence";

const NONE = <span className="gone hide-narrow">–</span>;

/** The sentence of an entry behind its mark. */
function What({ row }: { row: LogRow }) {
  const { icon, tone } = ENTRY_MARKS[row.kind];
  const parts = sayEntry(row);
  return (
    <span className="flex gap-2 items-center max-phone:items-start min-w-0">
      <span className={classNames("st flex-none", tone)}>
        <Icon of={icon} />
      </span>
      <span className="cut max-phone:whitespace-normal" title={plainSentence(parts)}>
        <Sentence parts={parts} />
      </span>
    </span>
  );
}

/** The columns of the log. What an entry does not have is a dash. */
export const LOG_COLUMNS: readonly Column<LogRow>[] = [
  {
    id: "at",
    head: "When",
    width: "108px",
    phone: "corner",
    sort: "descending",
    className: "num",
    cell: (row) => <TimeStamp at={row.at} seconds />,
  },
  {
    id: "what",
    head: "What",
    width: "minmax(260px, 1.7fr)",
    title: true,
    phone: "title",
    cell: (row) => <What row={row} />,
  },
  {
    id: "why",
    head: "Why",
    width: "minmax(120px, 1fr)",
    phone: "line",
    className: "cut",
    cell: (row) =>
      row.because ? (
        <span className="cut" title={row.because}>
          <Untrusted text={row.because} />
        </span>
      ) : (
        NONE
      ),
  },
  {
    id: "rule",
    head: "Rule",
    width: "76px",
    from: "desk",
    className: "cut",
    cell: (row) => (row.rule ? `${row.rule.name} v${row.rule.version}` : NONE),
  },
  {
    id: "workload",
    head: "Workload",
    width: "104px",
    from: "wide",
    className: "cut",
    cell: (row) => (row.workload ? <Untrusted text={row.workload} mono /> : NONE),
  },
  {
    id: "task",
    head: "Task",
    width: "minmax(72px, 0.5fr)",
    from: "desk",
    className: "cut",
    cell: (row) => (row.names.task ? <Untrusted text={row.names.task} /> : NONE),
  },
  { id: "epoch", head: "Epoch", width: "40px", align: "right", from: "wide", cell: (row) => row.epoch ?? NONE },
  {
    id: "digest",
    head: "Digest",
    width: "76px",
    from: "wide",
    cell: (row) => (row.digest ? <span className="mono">{shortDigest(row.digest)}</span> : NONE),
  },
  {
    id: "seq",
    head: "Entry",
    width: "52px",
    align: "right",
    phone: "side",
    cell: (row) => <span className="muted num">{row.seq}</span>,
  },
];
