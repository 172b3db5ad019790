import type { ReactNode } from "react";
import type { Measure, MetricName as Metric, Timing } from "@/lib/api/schema";
import { formatCount } from "../ui/count";
import { WideTable } from "../ui/wide-table";
import { BeyondMark } from "./beyond-mark";
import { MetricName } from "./metric-name";
import { sayPercent, sayRate, saySeconds, sayShare } from "./say-measure";

/** A column beside those that every measure has. */
export type MoreColumn<Row> = { head: ReactNode; metric: Metric; cell: (row: Row) => ReactNode };

type MeasureTableProps<Row extends Measure> = {
  label: string;
  /** The head of the first column, which names each row. */
  of: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  name: (row: Row) => ReactNode;
  more?: readonly MoreColumn<Row>[];
};

/** Measures one below the other, with everything that lies beyond its threshold marked in words. */
export function MeasureTable<Row extends Measure>({ label, of, rows, keyOf, name, more = [] }: MeasureTableProps<Row>) {
  return (
    <WideTable label={label} box>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col" className="r">
            Answers
          </th>
          <th scope="col">
            <MetricName of="approved" />
          </th>
          <th scope="col">
            <MetricName of="time">Time to decide: p10, p50, p90</MetricName>
          </th>
          <th scope="col">
            <MetricName of="snap" />
          </th>
          <th scope="col">
            <MetricName of="hasty" />
          </th>
          <th scope="col">
            <MetricName of="inspected" />
          </th>
          {more.map(({ head, metric }) => (
            <th key={metric} scope="col">
              <MetricName of={metric}>{head}</MetricName>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row">{name(row)}</th>
            <td
              className="r"
              title={`${row.approved} as asked, ${row.narrowed} narrowed or edited, ${row.denied} denied`}
            >
              {formatCount(row.answers)}
            </td>
            <td>
              <Rate row={row} />
            </td>
            <TimingCells row={row} />
            {more.map(({ metric, cell }) => (
              <td key={metric}>
                {cell(row)}
                <BeyondMark of={metric} beyond={row.beyond} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function Rate({ row }: { row: Measure }) {
  return (
    <>
      <span className="num" title={sayRate(row)}>
        {row.range ? sayPercent(row.approved / row.answers) : "–"}
      </span>
      {row.range && (
        <span className="hint num">
          {" "}
          {sayPercent(row.range.low)} to {sayPercent(row.range.high)}
        </span>
      )}
      <BeyondMark of="approved" beyond={row.beyond} />
    </>
  );
}

const SHARES = ["snap", "hasty", "inspected"] as const;

function TimingCells({ row: { timing, beyond } }: { row: Measure }) {
  if (!timing)
    return (
      <td colSpan={4} className="muted">
        Withheld: fewer than three people answered, and it would tell about each of them.
      </td>
    );
  if (timing.timed === 0)
    return (
      <td colSpan={4} className="muted">
        Not measured: no answer on a page that told when it was seen.
      </td>
    );
  return (
    <>
      <td className="num">
        {sayTimes(timing)}
        <BeyondMark of="time" beyond={beyond} />
      </td>
      {SHARES.map((name) => (
        <td key={name} className="num">
          {sayShare(timing[name])}
          <BeyondMark of={name} beyond={beyond} />
        </td>
      ))}
    </>
  );
}

const sayTimes = ({ seconds }: Timing): string =>
  seconds ? [seconds.p10, seconds.p50, seconds.p90].map(saySeconds).join(" · ") : "–";
