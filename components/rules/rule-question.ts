import { type ActionClass, CLASSES } from "@/lib/policy/schema";

/** Which rule would apply, as it stands in the address. An empty class is the one that the tool has now. */
export type AskedRule = { agent: string; server: string; tool: string; class: ActionClass | "" };

type Readable = { get: (name: string) => string | null };

/** Reads the question from an address. What is not there is not asked yet. */
export function readQuestion(query: Readable): AskedRule {
  const given = query.get("class");
  return {
    agent: query.get("agent") ?? "",
    server: query.get("server") ?? "",
    tool: query.get("tool") ?? "",
    class: CLASSES.find((name) => name === given) ?? "",
  };
}

/** Whether there is enough to ask: whose call, and of what. */
export const isComplete = ({ agent, server, tool }: AskedRule): boolean => agent !== "" && server !== "" && tool !== "";
