"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { KEYS } from "./key-list";
import { KeysDialog } from "./keys-dialog";
import { pressedKey } from "./pressed-key";

const Show = createContext<() => void>(() => {});

/** Opens the list of keys. */
export const useShowKeys = (): (() => void) => useContext(Show);

/**
 * Listens for the keys that press a button of the page, and for the one that lists them all. A key does what a click on
 * that button does, and no more: a button that is blocked, busy or not there lets it rest.
 */
export function KeyDesk({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const name = pressedKey(event);
      if (name === "help") setOpen(true);
      else if (name) buttonOf(KEYS[name].cap)?.click();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Show value={() => setOpen(true)}>
      {children}
      <KeysDialog open={open} onOpenChange={setOpen} />
    </Show>
  );
}

/** The button in sight that names this key. */
function buttonOf(cap: string): HTMLElement | undefined {
  const named = document.querySelectorAll<HTMLElement>(`button[aria-keyshortcuts="${cap}"]`);
  return [...named].find((button) => button.checkVisibility());
}
