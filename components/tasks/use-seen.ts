"use client";
import { useState } from "react";

/**
 * The newest entry that was there before the latest ones came, so that what is new can be marked. Null until something
 * arrives while the page is open.
 */
export function useSeen(newest: string | undefined): string | null {
  const [known, setKnown] = useState<{ newest: string | undefined; before: string | null }>({ newest, before: null });
  if (known.newest !== newest) setKnown({ newest, before: known.newest ?? null });
  return known.before;
}
