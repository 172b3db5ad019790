"use client";
import { useMemo, useState } from "react";
import type { ApprovalItem } from "@/lib/api/schema";
import { areOfOneTool, whyAlone } from "./together";

/** The approvals that somebody picks to answer together: all of one tool, and each may be answered so. */
export type Picked = {
  /** Whether picking has begun: only then the list shows it. */
  on: boolean;
  items: readonly ApprovalItem[];
  has: (id: string) => boolean;
  /** Why one cannot be picked now; null when it can. */
  whyNot: (item: ApprovalItem) => string | null;
  toggle: (item: ApprovalItem) => void;
  begin: () => void;
  end: () => void;
};

/** What is picked of these. Whatever leaves the list, or is decided meanwhile, is no longer picked. */
export function usePicked(items: readonly ApprovalItem[]): Picked {
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null);
  const picked = useMemo(() => items.filter((item) => ids?.has(item.id) && whyAlone(item) === null), [items, ids]);
  const [first] = picked;
  const whyNot = (item: ApprovalItem) => {
    const alone = whyAlone(item);
    if (alone !== null || !first || areOfOneTool(first, item)) return alone;
    return "Of another tool than what is picked.";
  };
  return {
    on: ids !== null,
    items: picked,
    has: (id) => picked.some((item) => item.id === id),
    whyNot,
    toggle: (item) => {
      if (whyNot(item) !== null) return setIds((before) => before ?? new Set());
      const next = new Set(picked.map(({ id }) => id));
      if (!next.delete(item.id)) next.add(item.id);
      setIds(next);
    },
    begin: () => setIds(new Set()),
    end: () => setIds(null),
  };
}
