import type { InputOf } from "@/lib/api/schema";
import type { Filters } from "@/lib/base/routes";

export const AGENT_VIEWS = [
  { state: undefined, label: "All" },
  { state: "active", label: "Active" },
  { state: "disabled", label: "Disabled" },
] as const;

/** What the list is narrowed to, as it stands in the address. */
export type AgentFilters = { state?: "active" | "disabled"; text: string };

/** Reads the filters of an address. What it does not know is left out. */
export function parseAgentFilters(params: { get: (name: string) => string | null }): AgentFilters {
  const asked = params.get("state");
  const state = asked === "active" || asked === "disabled" ? asked : undefined;
  return { state, text: (params.get("text") ?? "").trim().slice(0, 100) };
}

/** The same for an address. */
export const printAgentFilters = ({ state, text }: AgentFilters): Filters => ({ state, text });

/** What the API is asked. */
export const agentQuery = ({ state, text }: AgentFilters): InputOf<"listAgents"> => ({
  state,
  text: text === "" ? undefined : text,
});
