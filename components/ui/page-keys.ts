"use client";
import { useEffect, useRef } from "react";
import type { KeyName } from "../keys/key-list";
import { pressedKey } from "../keys/pressed-key";

/** Single keys of a page that press no button, by name. They rest while somebody types or a dialog is open. */
export function usePageKeys(keys: Readonly<Partial<Record<KeyName, () => void>>>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const name = pressedKey(event);
      if (name) current.current[name]?.();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
