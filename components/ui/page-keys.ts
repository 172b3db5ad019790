"use client";
import { useEffect, useRef } from "react";
import { isTaken } from "./list-keys";

/** Single keys of a page, by their lower-case letter. They rest while somebody types or a dialog is open. */
export function usePageKeys(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isTaken(event)) current.current[event.key.toLowerCase()]?.();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
