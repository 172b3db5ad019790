import type { Metadata } from "next";
import { LogList } from "@/components/log/log-list";

export const metadata: Metadata = { title: "Log" };

export default function LogPage() {
  return <LogList />;
}
