import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { db } from "../../../lib/db/index";
import { makeHold, shownOf } from "../../factories/holds";
import { makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let admin: Visitor;
let anna: Visitor;
let ben: Visitor;

beforeAll(async () => {
  world = await openWorld();
  admin = await visitor("adam", ["admin"]);
  anna = await visitor("anna", ["approver"]);
  ben = await visitor("ben", ["approver"]);
});

const approvalOf = async () => {
  const hold = await makeHold(await makeRequestedTask());
  return { id: hold.approvalId, seen: await shownOf(hold.approvalId) };
};

describe("the same review twice", () => {
  it("under the same key gets the same answer, and counts once", async () => {
    const { id, seen } = await approvalOf();
    const review = () =>
      ask(world, anna, `POST /approvals/${id}/reviews`, { key: `r-${id}`, body: { answer: "approve", ...seen } });
    const before = await latest();
    const first = await review();
    const written = await kindsSince(before);
    const second = await review();
    expect(first.status).toBe(200);
    expect({ status: second.status, body: second.body }).toEqual({ status: 200, body: first.body });
    expect(written).toContain("approval.approved");
    expect(await kindsSince(before)).toEqual(written);
    expect(await db().review.count({ where: { approvalId: id } })).toBe(1);
  });

  it("under another key is refused with who decided and when", async () => {
    const { id, seen } = await approvalOf();
    await ask(world, anna, `POST /approvals/${id}/reviews`, { key: `a-${id}`, body: { answer: "approve", ...seen } });
    const second = await ask(world, ben, `POST /approvals/${id}/reviews`, {
      key: `b-${id}`,
      body: { answer: "approve", ...seen },
    });
    expect({ status: second.status, code: second.body.code }).toEqual({ status: 409, code: "APPROVAL_DECIDED" });
    expect(second.body).toMatchObject({ state: "approved", by: "anna" });
    expect(Date.parse(String(second.body.at))).toBeGreaterThan(0);
  });

  it("by two people at the same moment is one review; the other is told who was first", async () => {
    const { id, seen } = await approvalOf();
    const answers = await Promise.all(
      [anna, ben].map((who) =>
        ask(world, who, `POST /approvals/${id}/reviews`, { key: `k-${id}`, body: { answer: "approve", ...seen } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await db().review.count({ where: { approvalId: id } })).toBe(1);
  });
});

describe("an Idempotency-Key", () => {
  const pause = (taskId: string, key: string, reason = "lunch") =>
    ask(world, anna, `POST /tasks/${taskId}/pause`, { key, body: { reason } });

  it("belongs to one request: another body or address under it is refused, and nothing is written", async () => {
    const [task, other] = [await makeRunningTask(), await makeRunningTask()];
    await pause(task.id, "key-1");
    const before = await latest();
    for (const answer of [await pause(task.id, "key-1", "dinner"), await pause(other.id, "key-1")])
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 409, code: "IDEMPOTENCY_CONFLICT" });
    expect(await kindsSince(before)).toEqual([]);
  });

  it("is a person's own: another person's request under it is another request", async () => {
    const [task, other] = [await makeRunningTask(), await makeRunningTask()];
    await pause(task.id, "key-2");
    const answer = await ask(world, ben, `POST /tasks/${other.id}/pause`, { key: "key-2", body: { reason: "x" } });
    expect(answer.status).toBe(200);
  });

  it("keeps a refusal too", async () => {
    const task = await makeRunningTask();
    await pause(task.id, "key-3a");
    const [first, second] = [await pause(task.id, "key-3"), await pause(task.id, "key-3")];
    expect(first.body.code).toBe("TASK_CANNOT_MOVE");
    expect(second.body).toEqual(first.body);
  });

  it("lets two requests at once do the work once", async () => {
    const task = await makeRunningTask();
    const before = await latest();
    const answers = await Promise.all([1, 2, 3, 4].map(() => pause(task.id, "key-4")));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await kindsSince(before)).toEqual(["task.paused"]);
  });

  it("does not keep a failure of ours: the same key tries again", async () => {
    const task = await makeRunningTask();
    await db().$executeRaw`ALTER TABLE "grant" RENAME TO "grant_away"`;
    const failed = await ask(world, anna, `POST /tasks/${task.id}/narrow`, {
      key: "key-5",
      body: { reason: "x", calls: 1 },
    });
    await db().$executeRaw`ALTER TABLE "grant_away" RENAME TO "grant"`;
    expect(failed.status).toBe(500);
    const again = await ask(world, anna, `POST /tasks/${task.id}/narrow`, {
      key: "key-5",
      body: { reason: "x", calls: 1 },
    });
    expect(again.status).toBe(200);
  });

  it("of a request that was cut off is refused: it may have been done", async () => {
    const task = await makeRunningTask();
    await pause(task.id, "key-6");
    await db()
      .$executeRaw`UPDATE idempotency_key SET status = NULL, response = NULL, created_at = created_at - interval '2 minutes' WHERE key = 'key-6'`;
    const answer = await pause(task.id, "key-6");
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 409, code: "IDEMPOTENCY_CONFLICT" });
    expect(answer.body.detail).toMatch(/cut off/);
  });

  it("is forgotten after 24 hours", async () => {
    const task = await makeRunningTask();
    await pause(task.id, "key-7");
    await db()
      .$executeRaw`UPDATE idempotency_key SET created_at = created_at - interval '25 hours' WHERE key = 'key-7'`;
    expect((await pause(task.id, "key-7")).body.code).toBe("TASK_CANNOT_MOVE");
  });

  it("that no header can be is refused", async () => {
    const task = await makeRunningTask();
    const before = await latest();
    for (const key of ["with space", "x".repeat(256)])
      expect((await pause(task.id, key)).body.code).toBe("INVALID_INPUT");
    expect(await kindsSince(before)).toEqual([]);
  });

  it("keeps a secret that is shown once sealed, and gives it again", async () => {
    const body = { name: `bot-${Date.now()}`, ownerId: admin.human.id, credential: "secret" };
    const make = () => ask<OutputOf<"createAgent">>(world, admin, "POST /agents", { key: "key-8", body });
    const [first, second] = [await make(), await make()];
    expect(first.status).toBe(200);
    expect(second.body.value).toBe(first.body.value);
    const { response } = await db().idempotencyKey.findFirstOrThrow({ where: { key: "key-8" } });
    expect(response).not.toContain(first.body.value);
    expect(await db().agent.count({ where: { name: body.name } })).toBe(1);
  });
});
