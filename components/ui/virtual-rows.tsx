// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot be placed by hand, and only rows in sight exist
// biome-ignore-all lint/a11y/useFocusableInteractive: the link inside a row takes the focus, as in any table
"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect } from "react";

export type VirtualRowsProps<T> = {
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** The element that scrolls, once it is there: keep it in state (`ref={setScroller}`), not in a ref. */
  scroller: HTMLElement | null;
  /** Height of a row before it is measured, in pixels. */
  estimate?: number;
  /** Space above the first row inside the scroller, such as a head. */
  above?: number;
  /** Row to keep in sight, when a person moves with the keyboard. */
  active?: number;
  /** Called when the last row comes near, to load more. */
  onNearEnd?: () => void;
  children: (row: T, index: number) => ReactNode;
};

/** Rows of any number, of which only those in sight exist. Heights are measured, so rows may wrap. */
export function VirtualRows<T>({
  rows,
  rowKey,
  scroller,
  estimate = 36,
  above = 0,
  active,
  onNearEnd,
  children,
}: VirtualRowsProps<T>) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => estimate,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    scrollMargin: above,
    scrollPaddingStart: above,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastSeen >= rows.length - 10) {
      onNearEnd?.();
    }
  }, [lastSeen, rows.length, onNearEnd]);
  useEffect(() => {
    if (active !== undefined && active >= 0) {
      virtual.scrollToIndex(active, { align: "auto" });
    }
  }, [active, virtual]);
  return (
    <div className="virtual" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const row = rows[item.index];
        return row === undefined ? null : (
          <div
            key={item.key}
            data-index={item.index}
            ref={virtual.measureElement}
            role="presentation"
            style={{ transform: `translateY(${item.start - above}px)` }}
          >
            {children(row, item.index)}
          </div>
        );
      })}
    </div>
  );
}
