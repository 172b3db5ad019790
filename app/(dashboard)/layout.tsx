import type { ReactNode } from "react";
import { SessionFrame } from "@/components/session/session-frame";
import { requireHuman } from "@/lib/identity/human";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { human } = await requireHuman();
  return <SessionFrame person={{ id: human.id, name: human.name }}>{children}</SessionFrame>;
}
