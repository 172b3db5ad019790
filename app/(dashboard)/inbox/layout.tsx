import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Inbox } from "@/components/inbox/inbox";

export const metadata: Metadata = { title: "Inbox" };

/** The list stays where it is while cards are opened: it lives in the layout, and the pages only name the card. */
export default function InboxLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <Inbox />
      {children}
    </>
  );
}
