import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** A table that may be wider than its place: it scrolls by itself, by the keyboard as well. */
export function WideTable({ label, box = false, children }: { label: string; box?: boolean; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className={classNames("wide-table", box && "box")} aria-label={label} tabIndex={0}>
      <table className="tbl">{children}</table>
    </section>
  );
}
