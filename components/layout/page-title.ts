"use client";
import { useEffect } from "react";

/** A browser tab's title: how many wait, the page, the product. "(3) Inbox · Countersign". */
export function pageTitle(page: string, waiting = 0): string {
  return `${waiting > 0 ? `(${waiting}) ` : ""}${page} · Countersign`;
}

/** Keeps the tab's title up to date while a page is open. Where nothing changes, use Next's `metadata`. */
export function usePageTitle(page: string, waiting = 0): void {
  const title = pageTitle(page, waiting);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
