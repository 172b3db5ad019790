import { findCanary, planCanaries, reviewApproval, sweepCanaries } from "../../lib/approvals/index";
import { canonicalJson, type Json, newId } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import type { Person } from "../../lib/identity/schema";
import type { TaskView } from "../../lib/tasks/index";
import { makeHeldCall, makeHold, shownOf } from "./holds";

/** A server with a tool that calls of `makeCallOn` are about. */
export async function makeServerWithTool(name = "files", definition: Json = {}) {
  const server = await db().server.create({ data: { id: newId(), name, url: "http://127.0.0.1:9/mcp" } });
  const pinned = {
    definition: canonicalJson(definition),
    digest: "cd".repeat(32),
    proposedClass: "write",
    class: "write",
  };
  await db().tool.create({ data: { serverId: server.id, name: "write_file", ...pinned } });
  return { id: server.id, name };
}

type Server = { id: string; name: string };

/** A held call of a tool that is there. */
export const makeCallOn = (task: TaskView, server: Server, path = "notes/today.md") =>
  makeHold(task, { ...makeHeldCall(task, { path }), server });

/** Seeds a canary: an admin has asked for some, there is a call that somebody approved, and chance will have it. */
export async function makeCanary(task: TaskView, server: Server, approver: Person) {
  const hold = await makeCallOn(task, server, `notes/${newId()}.md`);
  await reviewApproval(approver, hold.approvalId, { answer: "approve", ...(await shownOf(hold.approvalId)) });
  await planCanaries(approver.human, 50);
  const id = await sweepCanaries(() => 0);
  const canary = id === null ? null : await findCanary(id);
  if (!canary) throw new Error("no canary was seeded");
  return canary;
}
