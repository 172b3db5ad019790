"use client";
import { useCallback, useMemo, useState } from "react";
import type { TaskRow } from "@/lib/api/schema";

/** The rows a person has chosen. Only rows that are in the list and can still be stopped count. */
export type Selection = {
  tasks: readonly TaskRow[];
  /** How many rows could be chosen, and whether all of them are. */
  possible: number;
  all: boolean;
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  toggleAll: () => void;
  clear: () => void;
};

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Keeps a selection of rows. What has left the list, by a filter or by itself, leaves the selection: nothing is
 * revoked that does not stand on the page.
 */
export function useSelection(rows: readonly TaskRow[]): Selection {
  const [chosen, setChosen] = useState(NOTHING);
  const open = useMemo(() => rows.filter((task) => task.ended === null), [rows]);
  const tasks = useMemo(() => (chosen.size === 0 ? [] : open.filter((task) => chosen.has(task.id))), [open, chosen]);
  const all = open.length > 0 && tasks.length === open.length;
  const toggle = useCallback(
    (id: string) =>
      setChosen((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  return {
    tasks,
    possible: open.length,
    all,
    has: (id) => chosen.has(id),
    toggle,
    toggleAll: () => setChosen(all ? NOTHING : new Set(open.map((task) => task.id))),
    clear: () => setChosen(NOTHING),
  };
}
