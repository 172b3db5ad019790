import { beforeAll, describe, expect, it } from "vitest";
import { findApproval, reviewApproval } from "../../lib/approvals/index";
import { findBody } from "../../lib/audit/index";
import { digestOf } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import type { Scope } from "../../lib/policy/schema";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { callsOf, entriesOf, eventually, pendingApproval, runningWorker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
const SCOPE: Scope = [{ server: "files", tools: ["write-file"] }];

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 10_000 });
  upstream = await startUpstream();
  atEnd(() => upstream.stop());
  await makeServer(house, "files", upstream.url, { "write-file": "write" });
});

const edit = async (taskId: string, given: { [name: string]: string }) => {
  const { id, digest } = await pendingApproval(taskId);
  await reviewApproval(house.sam, id, { answer: "edit", digest, arguments: given, reason: "Use the draft folder." });
  return id;
};
const sentLast = () => upstream.calls().at(-1)?.message?.params?.arguments;

describe("a call that a person edited", () => {
  it("reaches its server with their arguments, and its agent reads what was changed", async () => {
    const { agent, taskId } = await runningWorker(house, SCOPE);
    const call = agent.call("files", "write-file", { path: "live/a.txt" });
    const approvalId = await edit(taskId, { path: "draft/a.txt" });
    const answer = await call;
    expect(sentLast()).toEqual({ path: "draft/a.txt" });
    expect(answer).toMatchObject({ isError: false });
    expect(answer.text).toContain('"path" was "live/a.txt", sent: "draft/a.txt"');
    expect(await callsOf(taskId, 3)).toEqual(["call.held", "call.allowed", "call.succeeded"]);
    const allowed = (await entriesOf(taskId)).find(({ kind }) => kind === "call.allowed");
    const sent = '{"path":"draft/a.txt"}';
    const asked = (await findApproval(approvalId))?.asked.calls[0];
    expect(allowed).toMatchObject({ digest: digestOf(sent), facts: { edit: asked?.edited?.id } });
    expect((await findBody(asked?.edited?.id ?? "", "arguments"))?.content).toBe(sent);
    expect(asked?.argumentsDigest).toBe(digestOf(sent));
  });

  it("is used once: the same call again asks again, with the agent's own arguments", async () => {
    const { agent, taskId } = await runningWorker(house, SCOPE);
    const first = agent.call("files", "write-file", { path: "live/b.txt" });
    await edit(taskId, { path: "draft/b.txt" });
    await first;
    const again = agent.call("files", "write-file", { path: "live/b.txt" });
    const { id, digest } = await pendingApproval(taskId);
    expect((await findApproval(id))?.asked.calls[0]?.edited).toBeUndefined();
    await reviewApproval(house.sam, id, { answer: "approve", digest });
    expect((await again).text).not.toContain("Note of the gateway");
    expect(sentLast()).toEqual({ path: "live/b.txt" });
  });

  it("is not sent when what was approved is no longer there, or is something else", async () => {
    for (const spoil of ["erased", "swapped"] as const) {
      const { agent, taskId } = await runningWorker(house, SCOPE);
      const path = `live/${spoil}.txt`;
      const hangUp = new AbortController();
      const gone = agent.call("files", "write-file", { path }, hangUp.signal).catch(() => {});
      await pendingApproval(taskId);
      hangUp.abort();
      await gone;
      await edit(taskId, { path: "draft/c.txt" });
      const { editId } = await eventually(() => db().hold.findFirstOrThrow({ where: { taskId, state: "ready" } }));
      if (spoil === "erased")
        await db()
          .$executeRaw`UPDATE body SET content = NULL, erased_at = clock_timestamp() WHERE call_id = ${editId}::uuid`;
      else
        await db()
          .$executeRaw`UPDATE approval SET asked = jsonb_set(asked, '{calls,0,argumentsDigest}', '"00"') WHERE task_id = ${taskId}::uuid`;
      const before = upstream.calls().length;
      const answer = await agent.call("files", "write-file", { path });
      expect(answer.isError).toBe(true);
      expect(answer.text).toContain("were erased");
      expect(upstream.calls().length).toBe(before);
    }
  });
});
