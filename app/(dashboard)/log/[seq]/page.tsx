import type { Metadata } from "next";
import { EntryPage } from "@/components/log/entry-page";

export const metadata: Metadata = { title: "Entry" };

export default async function LogEntryPage({ params }: { params: Promise<{ seq: string }> }) {
  const { seq } = await params;
  return <EntryPage key={seq} seq={seq} />;
}
