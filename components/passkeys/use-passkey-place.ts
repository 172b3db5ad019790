"use client";
import { useSyncExternalStore } from "react";
import type { OutputOf } from "@/lib/api/schema";
import { browserHasPasskeys } from "./ask-passkey";

const never = () => () => {};

/** Why passkeys do not work where this page is; null when they do, or while that is not known. */
export function usePasskeyProblem(place: OutputOf<"listPasskeys">["place"] | undefined): string | null {
  const here = useSyncExternalStore(
    never,
    () => location.origin,
    () => null,
  );
  if (!place || here === null) return null;
  if (place.problem) return place.problem;
  if (here !== place.origin) return `You are at ${here}, but passkeys work at ${place.origin} only. Go there.`;
  return browserHasPasskeys() ? null : "This browser has no passkeys. Use another one, or a newer version of it.";
}
