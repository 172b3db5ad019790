// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot be placed by hand, and only rows in sight exist
// biome-ignore-all lint/a11y/useFocusableInteractive: the link inside a row takes the focus, as in any table
"use client";
import Link from "next/link";
import { type CSSProperties, memo, type ReactNode, useState } from "react";
import { classNames } from "./class-names";
import { LoadMore, type More } from "./load-more";
import { VirtualRows } from "./virtual-rows";

export type Column<T> = {
  id: string;
  head: ReactNode;
  /** Said on hovering the head. */
  headTitle?: string;
  cell: (row: T) => ReactNode;
  /** As CSS grid says it: "112px", "minmax(200px, 1fr)". */
  width: string;
  align?: "right";
  /** The title carries the row's link and takes the strongest text. One column of each table. */
  title?: boolean;
  /** Where it shows: always, from 1001 px ("desk") or from 1241 px ("wide"). Title and state are always there. */
  from?: "desk" | "wide";
  /** Its place on a phone, where a row has two lines: title | corner / line | side. Without one it is left out. */
  phone?: "title" | "corner" | "line" | "side";
  sort?: "ascending" | "descending";
  className?: string;
};

export type ListTableProps<T> = {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  href: (row: T) => string;
  isSelected?: (row: T) => boolean;
  /** Row under the keyboard (see `useListKeys`). */
  active?: number;
  more?: More;
  /** Narrowest width before the table scrolls sideways, in pixels. */
  minWidth?: number;
};

type Template = CSSProperties & Record<"--cols" | "--cols-desk" | "--cols-narrow", string>;

/** The columns at three widths. Those that are left out must also leave the template, or the rest would shift. */
function template<T>(columns: readonly Column<T>[], minWidth: number | undefined): Template {
  const widths = (kept: (column: Column<T>) => boolean) =>
    columns
      .filter(kept)
      .map((column) => column.width)
      .join(" ");
  const style: Template & { "--min"?: string } = {
    "--cols": widths(() => true),
    "--cols-desk": widths((column) => column.from !== "wide"),
    "--cols-narrow": widths((column) => column.from === undefined),
  };
  if (minWidth !== undefined) {
    style["--min"] = `${minWidth}px`;
  }
  return style;
}

const cellClass = <T,>(column: Column<T>): string =>
  classNames(
    column.align === "right" && "r",
    column.title && "ttl",
    column.from && `from-${column.from}`,
    column.className,
  );

/** A list of things, one a row: hundreds of thousands scroll without a stutter. It fills its parent's height. */
export function ListTable<T>(props: ListTableProps<T>) {
  const { label, columns, rows, rowKey, more, active, minWidth } = props;
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const onNearEnd = more && !more.busy && !more.failed ? more.load : undefined;
  return (
    <div className="list" style={template(columns, minWidth)}>
      <div className="scroller" ref={setScroller}>
        <div role="table" aria-label={label} aria-rowcount={more ? -1 : rows.length + 1}>
          <Head columns={columns} />
          <VirtualRows rows={rows} rowKey={rowKey} scroller={scroller} above={32} active={active} onNearEnd={onNearEnd}>
            {(row, index) => <Row {...props} row={row} index={index} />}
          </VirtualRows>
        </div>
        {more && <LoadMore more={more} shown={rows.length} />}
      </div>
    </div>
  );
}

function Head<T>({ columns }: { columns: readonly Column<T>[] }) {
  return (
    <div role="rowgroup" className="contents">
      <div className="hd" role="row">
        {columns.map((column) => (
          <span
            key={column.id}
            role="columnheader"
            title={column.headTitle}
            className={classNames(column.align === "right" && "r", column.from && `from-${column.from}`)}
            aria-sort={column.sort}
          >
            {column.head}
          </span>
        ))}
      </div>
    </div>
  );
}

type RowProps<T> = ListTableProps<T> & { row: T; index: number };

function RowOnce<T>({ columns, row, index, href, isSelected, active }: RowProps<T>) {
  const on = active === index || Boolean(isSelected?.(row));
  return (
    <div className={classNames("row", on && "on")} role="row" aria-rowindex={index + 2}>
      {columns.map((column) => (
        <span key={column.id} role="cell" className={cellClass(column)} data-phone={column.phone}>
          {column.title ? (
            // Whoever scrolls past a hundred thousand rows opens few of them: none is fetched ahead of time.
            <Link href={href(row)} prefetch={false}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </span>
      ))}
    </div>
  );
}

/** Scrolling draws the rows that come into sight, and leaves those that stay as they are. */
const Row = memo(RowOnce) as typeof RowOnce; // memo forgets that the row's type is open
