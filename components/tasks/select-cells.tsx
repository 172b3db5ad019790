"use client";
import { useEffect, useRef } from "react";
import type { TaskRow } from "@/lib/api/schema";
import { spelledOut } from "@/lib/base/schema";
import type { Selection } from "./use-selection";

/** Selects a task. One that has ended cannot be stopped, so it cannot be selected. */
export function SelectCell({ task, selection }: { task: TaskRow; selection: Selection }) {
  if (task.ended) return null;
  return (
    <input
      type="checkbox"
      aria-label={`Select ${spelledOut(task.purpose)}`}
      checked={selection.has(task.id)}
      onChange={() => selection.toggle(task.id)}
    />
  );
}

/** Selects all rows that are loaded, or none. */
export function SelectHead({ selection }: { selection: Selection }) {
  const box = useRef<HTMLInputElement>(null);
  const some = selection.tasks.length > 0 && !selection.all;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  return (
    <input
      ref={box}
      type="checkbox"
      className="block size-4 m-0 accent-accent"
      aria-label="Select all that are shown"
      checked={selection.all}
      disabled={selection.possible === 0}
      onChange={selection.toggleAll}
    />
  );
}
