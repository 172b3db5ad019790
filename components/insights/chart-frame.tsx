import { Table2 } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon";
import { WideTable } from "../ui/wide-table";

export type ChartColumn = { key: string; label: string };
export type ChartRow = { name: string; cells: Readonly<Record<string, string | number>> };

type ChartFrameProps = {
  title: ReactNode;
  /** What the chart shows, for those who do not see it; the numbers follow as a table. */
  says: string;
  of: string;
  columns: readonly ChartColumn[];
  rows: readonly ChartRow[];
  children: ReactNode;
};

/** A chart with its numbers in a table below. The table is the chart for whoever cannot see it. */
export function ChartFrame({ title, says, of, columns, rows, children }: ChartFrameProps) {
  return (
    <figure className="box chart">
      <figcaption className="strong">{title}</figcaption>
      <div role="img" aria-label={says} className="drawing">
        {children}
      </div>
      <details>
        <summary>
          <Icon of={Table2} small />
          Numbers
        </summary>
        <WideTable label={`${says}: numbers`}>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              {columns.map(({ key, label }) => (
                <th key={key} scope="col" className="r">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, cells }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map(({ key }) => (
                  <td key={key} className="r">
                    {cells[key] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </WideTable>
      </details>
    </figure>
  );
}
