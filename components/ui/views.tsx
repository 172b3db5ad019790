import Link from "next/link";
import type { ReactNode } from "react";

export type View = { href: string; label: ReactNode; count?: number | string; current: boolean };

/** Views of one page, as links: each has its address. */
export function Views({ label, views }: { label: string; views: readonly View[] }) {
  return (
    <nav className="views" aria-label={label}>
      <ViewLinks views={views} />
    </nav>
  );
}

/** The same as segments, for two or three views at the head of a list. */
export function SegmentViews({ label, views }: { label: string; views: readonly View[] }) {
  return (
    <nav className="seg" aria-label={label}>
      <ViewLinks views={views} />
    </nav>
  );
}

function ViewLinks({ views }: { views: readonly View[] }) {
  return views.map((view) => (
    <Link key={view.href} href={view.href} aria-current={view.current ? "page" : undefined} scroll={false}>
      {view.label}
      {view.count !== undefined && <span className="num">{view.count}</span>}
    </Link>
  ));
}
