"use client";
import { matchesPattern } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";

/** How many agents are named; a list of more is not complete, so nothing is said about what is missing from it. */
const MOST = 200;

/** The names that a rule's patterns are about; undefined while they are not known, or not all of them. */
export function useNames({ server }: { server: string }) {
  const agents = useEndpoint("listAgents", { limit: MOST }).data;
  const servers = useEndpoint("listServers", {}).data;
  // The tools of one server are known once it is clear which one is meant.
  const meant = servers?.items.filter((one) => server !== "" && matchesPattern(server, one.name)) ?? [];
  const only = meant.length === 1 ? meant[0] : undefined;
  const tools = useEndpoint("server", { id: only?.id ?? "" }, { enabled: only !== undefined }).data;
  return {
    agents: agents?.next ? undefined : agents?.items.map((agent) => agent.name),
    servers: servers?.items.map((one) => one.name),
    tools: only ? tools?.inventory.map((tool) => tool.name) : undefined,
    inventory: only ? tools?.inventory : undefined,
  };
}
