import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

type Item = OutputOf<"listApprovals">["items"][number];

let world: World;
let anna: Visitor;
let bert: Visitor;
let blind: Visitor;

beforeAll(async () => {
  world = await openWorld();
  anna = await visitor("anna", ["approver"]);
  bert = await visitor("bert", ["approver"]);
  blind = await visitor("blind", ["approver"], { seesBodies: false });
});

type Args = { tool: string; path?: string; more?: { [name: string]: string | number } };

/** A pending approval of a call by an agent of its own. */
async function pending(args: Args, ownerId?: string): Promise<{ id: string; agentId: string; agent: string }> {
  const agent = await makeAgent({ ownerId });
  const task = await makeRunningTask({ agentId: agent.id, scope: [{ server: "files", tools: [args.tool] }] });
  const { approvalId } = await makeHold(task, makeHeldCall(task, args));
  return { id: approvalId, agentId: agent.id, agent: agent.name };
}

const siblings = async (id: string, who: Visitor = anna) =>
  (await ask<OutputOf<"approvalSiblings">>(world, who, `GET /approvals/${id}/siblings`)).body;
const item = async (id: string, who: Visitor = anna) =>
  (await ask<OutputOf<"approval">>(world, who, `GET /approvals/${id}`)).body;

describe("pending approvals that ask the same", () => {
  it("are found by each other, with what a review of each must name", async () => {
    const tool = "same_tool";
    const [first, second, third] = [await pending({ tool }), await pending({ tool }), await pending({ tool })];
    await pending({ tool, path: "other.md" });
    const { items, total } = await siblings(first.id);
    expect(total).toBe(2);
    expect(items.map(({ approval }) => approval.id)).toEqual([second.id, third.id]);
    for (const [at, one] of [second, third].entries())
      expect(items[at]).toMatchObject({
        relation: "same",
        members: [],
        rendering: { digest: (await shownOf(one.id)).rendering, uninspectable: false },
        approval: { digest: (await shownOf(one.id)).digest, agent: { name: one.agent }, mine: true, notMine: null },
      });
    const group = (await item(first.id)).siblings;
    expect(group).toEqual({ group: first.id, agents: 3, asks: 3, same: true });
    for (const one of [second, third]) expect((await item(one.id)).siblings).toEqual(group);
  });

  it("stand together with what leaves members out, and say which", async () => {
    const tool = "less_tool";
    const [less, more] = [await pending({ tool }), await pending({ tool, more: { limit: 10 } })];
    expect((await siblings(less.id)).items).toMatchObject([
      { approval: { id: more.id }, relation: "adds", members: ["limit"] },
    ]);
    expect((await siblings(more.id)).items).toMatchObject([
      { approval: { id: less.id }, relation: "leaves_out", members: ["limit"] },
    ]);
    expect((await item(more.id)).siblings).toEqual({ group: less.id, agents: 2, asks: 2, same: false });
  });

  it("are told only by their digests to whoever may not see payloads", async () => {
    const tool = "blind_tool";
    const [less, same] = [await pending({ tool }), await pending({ tool })];
    await pending({ tool, more: { limit: 10 } });
    expect((await siblings(less.id, blind)).items.map(({ approval }) => approval.id)).toEqual([same.id]);
    expect((await item(less.id, blind)).siblings).toMatchObject({ asks: 2, same: true });
  });

  it("name one's own agent, and that one cannot answer it", async () => {
    const tool = "own_tool";
    const [own, other] = [await pending({ tool }, anna.human.id), await pending({ tool })];
    expect((await siblings(other.id)).items).toMatchObject([
      { approval: { id: own.id, mine: false, notMine: "own_agent", agent: { owner: { name: "anna" } } } },
    ]);
  });

  it("are none of another tool, another definition, nor once they are decided", async () => {
    const tool = "gone_tool";
    const [one, denied] = [await pending({ tool }), await pending({ tool })];
    await pending({ tool: "another_tool" });
    const body = { answer: "deny", reason: "No.", digest: (await shownOf(denied.id)).digest };
    expect((await ask(world, anna, `POST /approvals/${denied.id}/reviews`, { body })).status).toBe(200);
    const drifted = await pending({ tool });
    await db()
      .$executeRaw`UPDATE approval SET asked = jsonb_set(asked, '{calls,0,toolDigest}', '"ef"') WHERE id = ${drifted.id}::uuid`;
    expect(await siblings(one.id)).toEqual({ items: [], total: 0 });
    expect((await item(one.id)).siblings).toBeNull();
  });

  it("carry the same mark in the list", async () => {
    const tool = "list_tool";
    const made = [await pending({ tool }), await pending({ tool })];
    const { body } = await ask<{ items: Item[] }>(world, anna, "GET /approvals?view=mine&limit=200");
    const found = body.items.filter((one) => one.tool === tool);
    expect(found.map((one) => one.siblings?.group)).toEqual([made[0]?.id, made[0]?.id]);
    expect(body.items.some((one) => one.siblings === null)).toBe(true);
  });

  it("are asked for in vain where there is no such approval", async () => {
    expect((await ask(world, anna, "GET /approvals/00000000-0000-7000-8000-000000000000/siblings")).status).toBe(404);
  });
});

describe("answering several", () => {
  const approve = async (id: string, who: Visitor) =>
    ask(world, who, `POST /approvals/${id}/reviews`, { body: { answer: "approve", ...(await shownOf(id)) } });

  it("is a review of each: the log keeps each, and what somebody else decided stays decided", async () => {
    const tool = "several_tool";
    const made = [await pending({ tool }), await pending({ tool }), await pending({ tool })];
    const [first, second, third] = made;
    expect((await approve(second?.id ?? "", bert)).status).toBe(200);
    const answers = [];
    for (const { id } of made) answers.push(await approve(id, anna));
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 200]);
    expect(answers[1]?.body).toMatchObject({ code: "APPROVAL_DECIDED", detail: expect.stringContaining("bert") });
    const entries = await listEntries({ kinds: ["approval.approved"] }, 3, "newest");
    expect(entries.map(({ approvalId, humanId }) => [approvalId, humanId])).toEqual([
      [third?.id, anna.human.id],
      [first?.id, anna.human.id],
      [second?.id, bert.human.id],
    ]);
    const digests = new Set(entries.map(({ digest }) => digest));
    expect(digests.size).toBe(3);
  });

  it("takes no digest of one for another", async () => {
    const tool = "swapped_tool";
    const [first, second] = [await pending({ tool }), await pending({ tool })];
    const body = { answer: "approve", ...(await shownOf(first.id)) };
    const answer = await ask(world, anna, `POST /approvals/${second.id}/reviews`, { body });
    expect(answer).toMatchObject({ status: 409, body: { code: "DIGEST_MISMATCH" } });
    expect((await item(second.id)).state).toBe("pending");
  });
});
