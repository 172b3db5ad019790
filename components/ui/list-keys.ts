"use client";
import { useEffect, useState } from "react";
import type { KeyName } from "../keys/key-list";
import { pressedKey } from "../keys/pressed-key";

type ListKeys = {
  count: number;
  /** Opens the row at an index. */
  onOpen: (index: number) => void;
  /** Other single keys of the page, by name. */
  keys?: Readonly<Partial<Record<KeyName, () => void>>>;
  disabled?: boolean;
};

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
      const name = pressedKey(event);
      if (name === undefined) {
        return;
      }
      if (name === "next" || name === "previous") {
        setActive((at) => Math.min(count - 1, Math.max(0, at + (name === "next" ? 1 : -1))));
      } else if (name === "open") {
        if (active >= 0 && isNobodys(document.activeElement)) onOpen(active);
      } else {
        keys?.[name]?.();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [active, count, disabled, keys, onOpen]);
  return [Math.min(active, count - 1), setActive];
}
