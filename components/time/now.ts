"use client";
import { useCallback, useSyncExternalStore } from "react";
import { serverNow } from "./server-time";

/** One timer serves every clock on the page. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) {
      tell();
    }
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const nothing = (): null => null;

/**
 * Now by the server's clock, in milliseconds, cut to `step` seconds so that slow clocks render rarely. Null while the
 * page is rendered on the server and hydrated: there, show what does not depend on the viewer.
 */
export function useNow(step = 1): number | null {
  const read = useCallback(() => Math.floor(serverNow() / (step * 1000)) * step * 1000, [step]);
  return useSyncExternalStore<number | null>(subscribe, read, nothing);
}

const never = () => () => {};

/** False on the server and while hydrating, true from then on. */
export const useInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
