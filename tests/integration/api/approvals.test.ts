import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { findHold, releaseHold } from "../../../lib/approvals/index";
import { record } from "../../../lib/audit/index";
import { db, inTransaction } from "../../../lib/db/index";
import { commonScope, findTask, pauseTask, revokeTasks } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeHeldCall, makeHold, shownDigest, shownOf } from "../../factories/holds";
import { makeAgent, makeRequestedTask, makeRunningTask, SCOPE } from "../../factories/tasks";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

type Detail = OutputOf<"approval">;

let world: World;
let anna: Visitor;
let owner: Visitor;
let agent: { id: string; name: string };

beforeAll(async () => {
  world = await openWorld();
  anna = await visitor("anna", ["approver"]);
  owner = await visitor("olga", ["approver"]);
  agent = await makeAgent({ ownerId: owner.human.id, name: "release-bot" });
});

const show = async (id: string, who: Visitor | string = anna) =>
  (await ask<Detail>(world, who, `GET /approvals/${id}`)).body;
/** Answers as the page does, which says what it showed. */
const review = async (id: string, who: Visitor | string, given: { answer: string; [field: string]: unknown }) => {
  const { rendering } = await shownOf(id);
  return post(id, who, given.answer === "deny" ? given : { rendering, ...given });
};
const post = (id: string, who: Visitor | string, body: unknown) =>
  ask<OutputOf<"reviewApproval"> & { code?: string; errors?: { path: string }[] }>(
    world,
    who,
    `POST /approvals/${id}/reviews`,
    { body },
  );
const textOf = (parts: { text: string }[]) => parts.map(({ text }) => text).join("");

describe("the card of a start", () => {
  it("shows what it would give, who acts, and which call waits", async () => {
    const hold = await makeHold(await makeRequestedTask({ agentId: agent.id }));
    const card = await show(hold.approvalId);
    expect(textOf(card.verb)).toMatch(/^Start “Tidy the notes .*” with 2 tools on files$/);
    expect(textOf(card.as)).toBe("its first call is write_file on files; as release-bot, owned by olga");
    expect(card.authority?.scope).toEqual(SCOPE);
    expect(card.tools).toEqual(
      SCOPE.flatMap(({ server, tools }) =>
        tools.map((tool) => ({
          server,
          tool,
          class: expect.any(String),
          answer: expect.stringMatching(/^(allow|hold)$/),
        })),
      ),
    );
    expect(card.since).toBeNull();
    expect(card.waiting).toHaveLength(1);
    expect(card.waiting[0]).toMatchObject({
      state: "waiting",
      tool: "write_file",
      workload: "test",
      toolState: "unknown",
    });
    expect(card.deciders).toEqual({ items: [{ id: anna.human.id, name: "anna" }], total: 1, onlyOwner: false });
    expect(card.words.purpose).toMatch(/^Tidy the notes/);
  });

  it("says as moments what approving would set in motion, and approving does just that", async () => {
    const hold = await makeHold(await makeRequestedTask({ agentId: agent.id }));
    const { ifApproved, digest } = await show(hold.approvalId);
    expect((await review(hold.approvalId, anna, { answer: "approve", digest })).status).toBe(200);
    const task = await findTask(hold.taskId);
    const apart = (said: string | null | undefined, done: Date | null | undefined) =>
      Math.abs(Date.parse(said ?? "") - (done?.getTime() ?? 0));
    expect(apart(ifApproved?.endAt, task?.endAt)).toBeLessThan(20_000);
    expect(apart(ifApproved?.leaseAt, task?.leaseAt)).toBeLessThan(20_000);
    expect(ifApproved?.epoch).toBe(task?.epoch);
  });

  it("says how the last task of its charter ended, when that is why a person is asked", async () => {
    const bot = await makeAgent();
    const charter = { purpose: "Tidy", scope: SCOPE };
    const { openTask } = await import("../../../lib/tasks/index");
    const opening = { agentId: bot.id, charter, run: "", workload: "test", requestedSeconds: 60 };
    const first = await openTask(opening);
    await revokeTasks({ humanId: anna.human.id }, [first.id], "wrong repository");
    await db().$executeRaw`UPDATE task SET cool_until = NULL WHERE id = ${first.id}::uuid`;
    const hold = await makeHold(await openTask(opening));
    expect((await show(hold.approvalId)).previous).toMatchObject({
      taskId: first.id,
      state: "revoked",
      by: { name: "anna" },
      reason: "wrong repository",
    });
  });
});

describe("the card of a resume", () => {
  it("says why it is asked, what happened since, and what is asked against what is held", async () => {
    const start = await makeHold(await makeRequestedTask({ agentId: agent.id }));
    await review(start.approvalId, anna, { answer: "approve", digest: await shownDigest(start.approvalId) });
    const running = await findTask(start.taskId);
    if (!running) throw new Error("the task is gone");
    await inTransaction((tx) => record(tx, makeAllow({ taskId: running.id, epoch: running.epoch, agentId: agent.id })));
    await pauseTask(running.id, { pausedFor: "idle", note: "The task was idle for 42 min; its limit is 15 min." });
    const paused = await findTask(running.id);
    if (!paused) throw new Error("the task is gone");
    const resume = await makeHold(paused, makeHeldCall(paused, { path: "other.md" }));
    const { since, kind, ifApproved, ...card } = await show(resume.approvalId);
    expect(kind).toBe("resume");
    expect(textOf(card.verb)).toBe("Call write_file on files");
    expect(since).toMatchObject({
      approvalId: start.approvalId,
      kind: "start",
      by: { id: anna.human.id, name: "anna" },
      calls: { allowed: 1, held: 1, denied: 0 },
    });
    expect(since?.same).toContain("scope (2 tools)");
    expect(ifApproved?.endAt).toBe(running.endAt?.toISOString());
    expect(card.task.state).toBe("paused");
  });
});

describe("the card of a call", () => {
  it("compares its arguments with the last call of the same tool", async () => {
    const task = await makeRunningTask({ agentId: agent.id });
    const first = await makeHold(task, makeHeldCall(task, { path: "a.md" }));
    await review(first.approvalId, anna, { answer: "approve", digest: await shownDigest(first.approvalId) });
    const ready = await findHold(first.id);
    if (!ready) throw new Error("the hold is gone");
    const { callId, taskId, serverId } = first;
    const allow = {
      ...makeAllow({ taskId, epoch: first.epoch, agentId: agent.id, serverId }),
      callId,
      tool: "write_file",
    };
    expect(await releaseHold(ready, allow, () => {})).not.toBeNull();
    const next = makeHeldCall(task, { path: "b.md" });
    const second = await makeHold(task, { ...next, server: { id: serverId, name: "files" } });
    const card = await show(second.approvalId);
    expect(card.since?.changes).toContainEqual({
      what: "argument",
      name: "path",
      before: '"a.md"',
      after: '"b.md"',
      direction: "other",
    });
    expect(card.alike).toMatchObject({ total: 1, approved: 1 });
    expect((await show(first.approvalId)).hold?.state).toBe("used");
    expect((await show(first.approvalId)).outcome?.state).toBe("allowed");
  });

  it("says what came of it", async () => {
    const hold = await makeHold(await makeRunningTask());
    await review(hold.approvalId, anna, { answer: "deny", reason: "not today" });
    expect(await show(hold.approvalId)).toMatchObject({
      state: "denied",
      mine: false,
      notMine: "decided",
      decided: { by: { name: "anna" }, reason: "not today", via: "page" },
      hold: { state: "denied" },
      ifApproved: null,
    });
  });
});

describe("a review", () => {
  it("by a viewer, by the owner, or of something else than is shown is refused, and nothing is written", async () => {
    const hold = await makeHold(await makeRequestedTask({ agentId: agent.id }));
    const digest = await shownDigest(hold.approvalId);
    const vera = await visitor("vera", []);
    const before = await latest();
    const attempts = [
      [vera, { answer: "approve", digest }, 403, "FORBIDDEN"],
      [owner, { answer: "approve", digest }, 403, "OWN_AGENT"],
      [anna, { answer: "approve", digest: "0".repeat(64) }, 409, "DIGEST_MISMATCH"],
      [anna, { answer: "approve" }, 422, "INVALID_INPUT"],
      [anna, { answer: "deny" }, 422, "INVALID_INPUT"],
      [anna, { answer: "narrow", digest, scope: [{ server: "files", tools: ["delete_file"] }] }, 422, "NOT_NARROWER"],
      [await anna.token("read"), { answer: "approve", digest }, 403, "FORBIDDEN"],
    ] as const;
    for (const [who, body, status, code] of attempts) {
      const answer = await review(hold.approvalId, who, body);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    }
    expect((await kindsSince(before)).filter((kind) => kind !== "access_token.made")).toEqual([]);
    expect((await show(hold.approvalId)).state).toBe("pending");
  });

  it("names the field that is missing", async () => {
    const hold = await makeHold(await makeRequestedTask());
    const { body } = await review(hold.approvalId, anna, { answer: "approve" });
    expect(body.errors?.[0]?.path).toBe("digest");
  });

  it("by a token is taken where the rule lets it, and is marked", async () => {
    const hold = await makeHold(await makeRunningTask());
    const digest = await shownDigest(hold.approvalId);
    const answer = await review(hold.approvalId, await anna.token("review"), { answer: "approve", digest });
    expect(answer.body.decided).toMatchObject({ by: { name: "anna" }, via: "token" });
  });

  it("by a token is refused where the rule asks for the page", async () => {
    const hold = await makeHold(await makeRunningTask());
    await db().$executeRaw`UPDATE approval SET review_by = 'page' WHERE id = ${hold.approvalId}::uuid`;
    const digest = await shownDigest(hold.approvalId);
    const token = await anna.token("read", "review");
    expect((await review(hold.approvalId, token, { answer: "approve", digest })).body.code).toBe("REVIEW_BY_PAGE");
    expect(await show(hold.approvalId, token)).toMatchObject({ mine: false, notMine: "page_only" });
  });

  it("that narrows gives less, and says what was given", async () => {
    const hold = await makeHold(await makeRequestedTask());
    const digest = await shownDigest(hold.approvalId);
    const scope = commonScope(SCOPE, [{ server: "files", tools: ["write_file"] }]);
    await review(hold.approvalId, anna, { answer: "narrow", digest, scope, calls: 3, endsInSeconds: 600 });
    const card = await show(hold.approvalId);
    expect(card.reviews[0]).toMatchObject({
      answer: "narrow",
      by: { name: "anna" },
      given: { scope, calls: 3, endsInSeconds: 600 },
    });
    const task = await findTask(hold.taskId);
    expect(task?.grant?.scope).toEqual(scope);
    expect(task?.callsLeft).toBe(3);
  });

  it("that denies and revokes needs the right to operate", async () => {
    const hold = await makeHold(await makeRunningTask());
    const before = await latest();
    const token = await anna.token("review");
    const refused = await review(hold.approvalId, token, { answer: "deny", reason: "no", revoke: true });
    expect(refused.body.code).toBe("FORBIDDEN");
    expect((await kindsSince(before)).filter((kind) => kind !== "access_token.made")).toEqual([]);
    await review(hold.approvalId, anna, { answer: "deny", reason: "no", revoke: true });
    expect((await findTask(hold.taskId))?.state).toBe("revoked");
  });
});

it("says so when the only approver there is owns the agent", async () => {
  await db().$executeRaw`UPDATE human SET roles = ARRAY['viewer'] WHERE id <> ${owner.human.id}::uuid`;
  const hold = await makeHold(await makeRequestedTask({ agentId: agent.id }));
  const card = await show(hold.approvalId, owner);
  expect(card.deciders).toEqual({ items: [], total: 0, onlyOwner: true });
  expect(card.notMine).toBe("own_agent");
});
