import type { ToolDefinition } from "../mcp/index";
import { findTools } from "../servers/index";
import { isFinal } from "../tasks/index";
import type { Subject } from "./subject";

/**
 * The tools of a server that a task may hope for: before its grant what its charter asks for, while it runs or is paused
 * what its grant holds, after its end nothing. Definitions are the pinned ones, so that an agent reads what was reviewed.
 */
export async function listToolsFor(subject: Subject, serverName: string): Promise<ToolDefinition[]> {
  const { task } = subject;
  if (isFinal(task.state) || subject.agent.state !== "active") return [];
  const found = await findTools(serverName, subject.readAt);
  if (found?.server.state !== "active") return [];
  const scope = task.grant?.scope ?? task.charter.body.scope;
  const names = new Set(scope.find((part) => part.server === serverName)?.tools ?? []);
  return found.tools.filter((tool) => names.has(tool.name) && tool.state !== "gone").map((tool) => tool.definition);
}
