"use client";
import type { ActName, QueryName } from "@/lib/api/schema";
import { useAct } from "../api/queries";

/** An act of a dialog. What it answered is forgotten when the dialog closes: a secret must not stay in the page's memory. */
export function useDialogAct<Name extends ActName>(
  name: Name,
  refreshes: readonly QueryName[],
  onOpenChange: (open: boolean) => void,
) {
  const act = useAct(name, refreshes);
  const close = () => {
    act.reset();
    onOpenChange(false);
  };
  return { act, close, asked: { onOpenChange: close, busy: act.isPending, error: act.error } };
}
