import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  answerCanary,
  findCanary,
  findLiveHold,
  followTask,
  holdKey,
  planCanaries,
  renderApproval,
  reviewApproval,
  sweepCanaries,
  sweepDeadlines,
} from "../../../lib/approvals/index";
import type { ReviewInput } from "../../../lib/approvals/schema";
import { findBody, listEntries } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { findTask, followTasks, forgetFollowers, pauseTask, type TaskView } from "../../../lib/tasks/index";
import { makeCallOn, makeCanary, makeServerWithTool } from "../../factories/canaries";
import { makeApprover, makeHeldCall, makeHold } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { freshDatabase } from "../../setup/database";

let anna: Person;
let ben: Person;
let owner: Person;
let server: { id: string; name: string };
let task: TaskView;

beforeAll(async () => {
  await freshDatabase();
  forgetFollowers();
  followTasks(followTask);
  [anna, ben, owner] = [await makeApprover(), await makeApprover(), await makeApprover()];
  server = await makeServerWithTool();
});
beforeEach(async () => {
  await db().$executeRaw`UPDATE canary SET state = 'withdrawn', decided_at = clock_timestamp() WHERE state = 'pending'`;
  // Calls of the tasks before are none to make a canary from.
  await db().$executeRaw`UPDATE task SET state = 'completed' WHERE state = 'running'`;
  task = await makeRunningTask({ agentId: (await makeAgent({ ownerId: owner.human.id })).id });
});

const make = () => makeCanary(task, server, anna);
type Canary = Awaited<ReturnType<typeof make>>;
const entriesOf = ({ id }: Canary) => listEntries({ approvalId: id }, 10, "oldest");
const answered = async (who: Person, canary: Canary, input: Partial<ReviewInput> & Pick<ReviewInput, "answer">) => {
  const { digest } = canary;
  const rendering =
    input.answer === "deny" || input.answer === "ask" ? undefined : (await renderApproval(canary.asked)).digest;
  return answerCanary(who, canary.id, { digest, rendering, reason: "I looked.", ...input });
};
/** Everything that an answer to a real question would have changed. */
const world = async () => ({
  task: await db().task.findUniqueOrThrow({ where: { id: task.id } }),
  approvals: await db().approval.findMany({ orderBy: { id: "asc" } }),
  holds: await db().hold.findMany({ orderBy: { id: "asc" } }),
  reviews: await db().review.count(),
  signers: await db().signer.count(),
  sights: await db().sight.count(),
  asked: await db().question.count(),
  grants: await db().grant.count(),
});

describe("a canary is seeded", () => {
  it("never, unless an admin has asked for some", async () => {
    await makeCallOn(task, server);
    await planCanaries(anna.human, 0);
    expect(await sweepCanaries(() => 0)).toBeNull();
  });

  it("by chance: so many in a week, whenever it falls", async () => {
    await make();
    await db()
      .$executeRaw`UPDATE canary SET state = 'withdrawn', decided_at = clock_timestamp() WHERE state = 'pending'`;
    await planCanaries(anna.human, 7);
    // Seven minutes of the 10 080 of a week.
    expect(await sweepCanaries(() => 420)).toBeNull();
    expect(await sweepCanaries((below) => Math.min(419, below - 1))).not.toBeNull();
  });

  it("from a call that was approved, with one value that has no business there", async () => {
    const canary = await make();
    expect(canary).toMatchObject({
      state: "pending",
      taskId: task.id,
      epoch: task.epoch,
      class: "write",
      pointer: "/path",
    });
    expect(canary.suspicious).toMatch(/^Look at path: it left its folder/);
    const body = await findBody(canary.asked.calls[0]?.callId ?? "", "arguments");
    expect(JSON.parse(body?.content ?? "")).toEqual({ path: "notes/../../.ssh/authorized_keys" });
    expect(await entriesOf(canary)).toMatchObject([{ kind: "canary.seeded", digest: canary.digest }]);
  });

  it("one at a time, however many try", async () => {
    await make();
    expect(await Promise.all([1, 2, 3].map(() => sweepCanaries(() => 0)))).toEqual([null, null, null]);
  });

  it("not of a call that would be denied: its task does not run or holds it no more, its tool or server is stopped", async () => {
    await make();
    const over = () =>
      db().$executeRaw`UPDATE canary SET state = 'withdrawn', decided_at = clock_timestamp() WHERE state = 'pending'`;
    const swept = async (change: () => Promise<unknown>, back: () => Promise<unknown>) => {
      await over();
      await change();
      const seeded = await sweepCanaries(() => 0);
      await back();
      return seeded;
    };
    const sql = (text: string) => () => db().$executeRawUnsafe(text);
    const lock = `'{"at": "2026-01-01T00:00:00Z", "by": {"id": "x", "name": "x"}, "reason": "x"}'::jsonb`;
    const [ofTask, ofTool] = [`WHERE id = '${task.id}'`, `WHERE server_id = '${server.id}'`];
    const stops = [
      [`UPDATE task SET state = 'paused' ${ofTask}`, `UPDATE task SET state = 'running' ${ofTask}`],
      [`UPDATE tool SET locked = ${lock} ${ofTool}`, `UPDATE tool SET locked = NULL ${ofTool}`],
      [`UPDATE server SET state = 'disabled'`, `UPDATE server SET state = 'active'`],
      [`UPDATE "grant" SET scope = '[]' WHERE task_id = '${task.id}'`, "SELECT 1"],
    ];
    for (const [change = "", back = ""] of stops) expect(await swept(sql(change), sql(back)), change).toBeNull();
  });
});

describe("an answer to a canary", () => {
  it.each([
    ["approve", {}, "missed"],
    ["narrow", { calls: 1 }, "missed"],
    ["deny", {}, "caught"],
    ["deny", { revoke: true }, "caught"],
    ["deny", { pause: true }, "caught"],
    ["ask", {}, "caught"],
    ["deny", { lock: "agent" }, "caught"],
  ] as const)("%s %j changes nothing but the canary, which is %s", async (given, over, state) => {
    const canary = await make();
    const before = await world();
    expect(await answered(ben, canary, { answer: given, ...over })).toBe(true);
    expect(await world()).toEqual(before);
    expect(await findCanary(canary.id)).toMatchObject({ state, decidedBy: ben.human.id, answer: given });
    const [, decided, ...more] = await entriesOf(canary);
    expect(more).toEqual([]);
    expect(decided).toMatchObject({ kind: `canary.${state}`, humanId: ben.human.id });
    for (const name of ["taskId", "agentId", "serverId", "callId", "epoch"])
      expect(decided).not.toHaveProperty(name, expect.anything());
  });

  it("with an edit is caught when the value that has no business there was changed", async () => {
    const [kept, changed] = [{ path: "notes/../../.ssh/authorized_keys", more: 1 }, { path: "notes/mine.md" }];
    const first = await make();
    await answered(ben, first, { answer: "edit", arguments: kept });
    const second = await make();
    await answered(ben, second, { answer: "edit", arguments: changed });
    expect([(await findCanary(first.id))?.state, (await findCanary(second.id))?.state]).toEqual(["missed", "caught"]);
  });

  it("lets nothing through: the very same call of the agent waits for a person", async () => {
    const canary = await make();
    await answered(ben, canary, { answer: "approve" });
    const { argumentsDigest = "" } = canary.asked.calls[0] ?? {};
    const key = holdKey({
      agentId: task.agentId,
      taskId: task.id,
      serverId: server.id,
      tool: "write_file",
      argumentsDigest,
    });
    expect(await findLiveHold(key)).toBeNull();
    const call = { ...makeHeldCall(task, { path: "notes/../../.ssh/authorized_keys" }), server };
    expect(call.argumentsDigest).toBe(argumentsDigest);
    expect(await makeHold(task, call)).toMatchObject({ state: "waiting", key });
  });

  it("is refused where it would be for a question like it", async () => {
    const canary = await make();
    const code = (code: string) => expect.objectContaining({ code });
    await expect(answered(owner, canary, { answer: "approve" })).rejects.toEqual(code("OWN_AGENT"));
    await expect(answered(ben, canary, { answer: "approve", digest: "ab".repeat(32) })).rejects.toEqual(
      code("DIGEST_MISMATCH"),
    );
    await expect(answered(ben, canary, { answer: "approve", rendering: "ab".repeat(32) })).rejects.toEqual(
      code("DIGEST_MISMATCH"),
    );
    expect((await findCanary(canary.id))?.state).toBe("pending");
    await answered(ben, canary, { answer: "deny" });
    await expect(answered(anna, canary, { answer: "approve" })).rejects.toEqual(code("APPROVAL_DECIDED"));
    expect(await entriesOf(canary)).toHaveLength(2);
  });

  it("counts once, of two that come at once", async () => {
    const canary = await make();
    const both = await Promise.allSettled([
      answered(anna, canary, { answer: "deny" }),
      answered(ben, canary, { answer: "approve" }),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await entriesOf(canary)).toHaveLength(2);
  });
});

describe("a canary", () => {
  it("is no approval: what reviews approvals does not find it, and none may have its id", async () => {
    const canary = await make();
    await expect(reviewApproval(ben, canary.id, { answer: "approve", digest: canary.digest })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await answerCanary(ben, newId(), { answer: "approve", digest: canary.digest })).toBe(false);
    await expect(
      db()
        .$executeRaw`INSERT INTO approval (id, kind, task_id, agent_id, epoch, reasons, asked, digest, class, decide_by)
        SELECT id, 'call', task_id, agent_id, epoch, reasons, asked, digest, class, decide_by FROM canary WHERE id = ${canary.id}::uuid`,
    ).rejects.toThrow(/a canary lets nothing through/);
    await expect(
      db()
        .$executeRaw`INSERT INTO signer (id, approval_id, human_id, seat_id) VALUES (${newId()}::uuid, ${canary.id}::uuid, ${ben.human.id}::uuid, ${ben.human.id}::uuid)`,
    ).rejects.toThrow(/signer_approval_id_fkey/);
  });

  it("ends by its deadline, or when its task moves on, with its entry", async () => {
    const late = await make();
    await db().$executeRaw`UPDATE canary SET decide_by = clock_timestamp() WHERE id = ${late.id}::uuid`;
    await sweepDeadlines();
    expect((await findCanary(late.id))?.state).toBe("expired");
    expect((await findTask(task.id))?.state).toBe("running");
    const moved = await make();
    await pauseTask(task.id, { pausedFor: "operator", note: "lunch" });
    expect((await findCanary(moved.id))?.state).toBe("withdrawn");
    expect((await entriesOf(moved)).map(({ kind }) => kind)).toEqual(["canary.seeded", "canary.ended"]);
    await expect(answered(ben, moved, { answer: "approve" })).rejects.toMatchObject({
      code: "APPROVAL_DECIDED",
      detail: { state: "superseded" },
    });
  });

  it("counts against how much one person may give in an hour as little as anything, and is refused like it", async () => {
    const canary = await make();
    const [call] = canary.asked.calls;
    const asked = { ...canary.asked, calls: [{ ...call, approvalsPerHour: 1 }] };
    await db().canary.update({ where: { id: canary.id }, data: { asked } });
    await expect(answered(anna, canary, { answer: "approve" })).rejects.toMatchObject({ code: "TOO_MANY_APPROVALS" });
    expect((await findCanary(canary.id))?.state).toBe("pending");
    expect(await answered(anna, canary, { answer: "deny" })).toBe(true);
  });
});
