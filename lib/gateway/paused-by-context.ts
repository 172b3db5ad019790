import type { FoundTool } from "../servers/index";
import { pauseTask } from "../tasks/index";
import { changedContext } from "./changed-context";
import { ifMoved } from "./if-moved";
import type { Passage } from "./passage";
import type { Subject } from "./subject";

/** Pauses a running task whose surroundings are no longer those of its approval, where its rule watches them. */
export function pausedByContext(
  passage: Passage,
  subject: Subject,
  { server, tool }: FoundTool,
): false | Promise<boolean> {
  const { grant, state, id } = subject.task;
  const watched = grant?.terms.find(
    (term) => term.server === passage.serverName && term.tool === passage.call.name,
  )?.context;
  if (state !== "running" || !grant || !watched || !server || !tool) return false;
  const { caller, network } = passage;
  const change = changedContext(grant.context, watched, { workload: caller.workload, network, server, tool });
  if (!change) return false;
  return pauseTask(id, change)
    .catch(ifMoved)
    .then(() => true);
}
