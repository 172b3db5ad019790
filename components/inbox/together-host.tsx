"use client";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { ApprovalItem } from "@/lib/api/schema";
import { type TogetherAct, TogetherDialog } from "./together-dialog";

type Ask = (act: TogetherAct, items: readonly ApprovalItem[]) => void;

const Asking = createContext<Ask>(() => {});

/** Opens the dialog that answers several approvals. */
export const useAskTogether = (): Ask => useContext(Asking);

/**
 * Keeps the dialog that answers several approvals. It stands above list and card: what it decides leaves both, and its
 * results must stay until they are read.
 */
export function TogetherHost({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ act: TogetherAct; items: readonly ApprovalItem[] } | null>(null);
  return (
    <Asking value={(act, items) => setAsked({ act, items })}>
      {children}
      {asked && <TogetherDialog {...asked} onClose={() => setAsked(null)} />}
    </Asking>
  );
}
