"use client";
import { useEffect, useState } from "react";

type ListKeys = {
  count: number;
  /** Opens the row at an index. */
  onOpen: (index: number) => void;
  /** Other single keys of the page, by their lower-case letter. */
  keys?: Readonly<Record<string, () => void>>;
  disabled?: boolean;
};

/** Tells whether a key belongs to what has the focus: somebody types, or a dialog or menu is open. */
export function isTaken(event: KeyboardEvent): boolean {
  const target = event.target;
  const typing =
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  return (
    typing || modified || event.defaultPrevented || document.querySelector('[role="dialog"],[role="menu"]') !== null
  );
}

/** Nothing of its own would happen on Enter: a click on empty space leaves the focus at the page's main part. */
const isNobodys = (focus: Element | null): boolean => focus === null || focus === document.body || focus.id === "main";

/** J and K move through a list, Enter opens. Gives the index under the keyboard, -1 before the first key. */
export function useListKeys({
  count,
  onOpen,
  keys,
  disabled = false,
}: ListKeys): [active: number, setActive: (index: number) => void] {
  const [active, setActive] = useState(-1);
  useEffect(() => {
    if (disabled) {
      return;
    }
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event)) {
        return;
      }
      const key = event.key.toLowerCase();
      if (key === "j" || key === "k") {
        setActive((at) => Math.min(count - 1, Math.max(0, at + (key === "j" ? 1 : -1))));
      } else if (key === "enter" && active >= 0 && isNobodys(document.activeElement)) {
        onOpen(active);
      } else {
        keys?.[key]?.();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [active, count, disabled, keys, onOpen]);
  return [Math.min(active, count - 1), setActive];
}
