import type { Metadata } from "next";
import { AgentPage } from "@/components/agents/agent-page";

export const metadata: Metadata = { title: "Agent" };

export default async function OneAgentPage({ params }: { params: Promise<{ agent: string }> }) {
  const { agent } = await params;
  return <AgentPage id={agent} />;
}
