import { isPromise } from "../base/index";
import { type PinnedTool, type Snapshot, snapshotOf, type Upstream } from "./snapshot";

/** What there is under a server's and a tool's name; null where there is nothing. */
export type FoundTool = { server: Upstream | null; tool: PinnedTool | null };

const NOTHING: FoundTool = { server: null, tool: null };

/**
 * Finds a tool as it is pinned, from memory: at most 2 s old, no query per call.
 *
 * @param notBefore A moment of performance.now() that what is found must not have been read before. A caller that has
 * read a task passes a moment after that read: a change of the tool that raised the epoch it saw is then seen here, too.
 */
export function findTool(serverName: string, toolName: string, notBefore?: number): FoundTool | Promise<FoundTool> {
  const snapshot = snapshotOf(serverName, notBefore);
  return isPromise(snapshot) ? snapshot.then((read) => toolIn(read, toolName)) : toolIn(snapshot, toolName);
}

function toolIn(snapshot: Snapshot | null, toolName: string): FoundTool {
  return snapshot ? { server: snapshot.server, tool: snapshot.tools.get(toolName) ?? null } : NOTHING;
}

/** A server and all its pinned tools, from memory: at most 2 s old. For answering `tools/list`. */
export async function findTools(
  serverName: string,
  notBefore?: number,
): Promise<{ server: Upstream; tools: PinnedTool[] } | null> {
  const snapshot = await snapshotOf(serverName, notBefore);
  return snapshot && { server: snapshot.server, tools: [...snapshot.tools.values()] };
}
