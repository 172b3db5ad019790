import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { db } from "../../../lib/db/index";
import { pauseTask } from "../../../lib/tasks/index";
import { makeServerWithTool } from "../../factories/canaries";
import { makeHeldCall, makeHold } from "../../factories/holds";
import { makeAgent, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let vera: Visitor;
let anna: Visitor;
let owner: Visitor;
let agent: { id: string; name: string };

beforeAll(async () => {
  world = await openWorld();
  vera = await visitor("vera", []);
  anna = await visitor("anna", ["approver"]);
  owner = await visitor("olga", ["approver"]);
  agent = await makeAgent({ ownerId: owner.human.id, name: "release-bot" });
});

type Tasks = OutputOf<"listTasks">;
const tasks = async (query: string) => (await ask<Tasks>(world, vera, `GET /tasks?${query}`)).body;

async function allPages(query: string): Promise<Tasks["items"]> {
  const items: Tasks["items"] = [];
  let next: string | undefined;
  do {
    const page: Tasks = await tasks(`${query}${next ? `&cursor=${next}` : ""}`);
    items.push(...page.items);
    next = page.next;
  } while (next);
  return items;
}

describe("the list of tasks", () => {
  it("shows each task once, latest first, over pages, while others come", async () => {
    for (let made = 0; made < 7; made += 1) await makeRequestedTask({ agentId: agent.id });
    const first = await tasks("agent=release-bot&limit=3");
    await makeRequestedTask({ agentId: agent.id });
    const second = await tasks(`agent=release-bot&limit=3&cursor=${first.next}`);
    const third = await tasks(`agent=release-bot&limit=3&cursor=${second.next}`);
    const ids = [first, second, third].flatMap((page) => page.items.map(({ id }) => id));
    expect(ids).toHaveLength(7);
    expect(new Set(ids).size).toBe(7);
    expect(third.next).toBeUndefined();
    const times = [first, second, third].flatMap((page) => page.items.map((item) => item.requestedAt));
    expect(times).toEqual([...times].sort().reverse());
  });

  it("does not lose tasks that were requested in the same millisecond", async () => {
    const twins = await makeAgent();
    for (let made = 0; made < 5; made += 1) await makeRequestedTask({ agentId: twins.id });
    await db().$executeRaw`UPDATE task SET requested_at = '2026-01-01T00:00:00Z' WHERE agent_id = ${twins.id}::uuid`;
    const items = await allPages(`agent=${twins.id}&limit=2`);
    expect(new Set(items.map(({ id }) => id)).size).toBe(5);
  });

  it("filters by states, why they are paused, owner, server and words", async () => {
    const mine = await makeAgent({ ownerId: owner.human.id });
    const running = await makeRunningTask({ agentId: mine.id });
    const paused = await makeRunningTask({ agentId: mine.id, scope: [{ server: "notes", tools: ["read"] }] });
    await pauseTask(paused.id, { pausedFor: "operator", note: "lunch" });
    const ids = async (query: string) => (await allPages(`agent=${mine.id}&${query}`)).map(({ id }) => id);
    expect(await ids("state=running")).toEqual([running.id]);
    expect((await ids("state=paused,running")).sort()).toEqual([running.id, paused.id].sort());
    expect(await ids("pausedFor=operator")).toEqual([paused.id]);
    expect(await ids("pausedFor=idle")).toEqual([]);
    expect(await ids("server=notes")).toEqual([paused.id]);
    expect(await ids(`owner=${owner.human.id}`)).toHaveLength(2);
    expect(await ids(`owner=${vera.human.id}`)).toEqual([]);
    expect(await ids(`text=${encodeURIComponent(running.charter.body.purpose.slice(-12).toUpperCase())}`)).toEqual([
      running.id,
    ]);
    expect(await ids("text=100%25")).toEqual([]);
  });

  it("sorts by the latest call", async () => {
    const busy = await makeAgent();
    const [first, second] = [await makeRunningTask({ agentId: busy.id }), await makeRunningTask({ agentId: busy.id })];
    await db()
      .$executeRaw`UPDATE task SET last_at = clock_timestamp() + interval '1 hour' WHERE id = ${first.id}::uuid`;
    const items = await allPages(`agent=${busy.id}&sort=activity&limit=1`);
    expect(items.map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it("has the shape that programs were promised", async () => {
    const task = await makeRunningTask({ agentId: agent.id });
    await pauseTask(task.id, { pausedFor: "operator", note: "lunch" });
    const [item] = (await tasks("state=paused&agent=release-bot")).items;
    expect(item).toMatchObject({
      id: task.id,
      state: "paused",
      pausedFor: "operator",
      agent: { id: agent.id, name: "release-bot", owner: { id: owner.human.id, name: "olga" } },
      purpose: task.charter.body.purpose,
      scope: [{ server: "files", tools: ["read_file", "write_file"] }],
      epoch: task.epoch + 1,
      calls: { allowed: 0, held: 0, denied: 0, left: null, max: null },
    });
    expect(item?.clocks.endAt).toBe(task.endAt?.toISOString());
  });

  it("refuses a cursor of another list, of another order, or of nobody's", async () => {
    const { next } = await tasks("limit=1");
    const approvals = await ask(world, vera, `GET /approvals?cursor=${next}`);
    const sorted = await ask(world, vera, `GET /tasks?sort=activity&cursor=${next}`);
    const nonsense = await ask(world, vera, "GET /tasks?cursor=bm9uc2Vuc2U");
    for (const { status, body } of [approvals, sorted, nonsense])
      expect({ status, path: body.errors[0]?.path }).toEqual({ status: 422, path: "cursor" });
  });

  it("is empty for an agent that is not there", async () => {
    expect((await tasks("agent=nobody")).items).toEqual([]);
  });
});

describe("the list of approvals", () => {
  type Approvals = OutputOf<"listApprovals">;
  const approvals = async (who: Visitor | string, query: string) =>
    (await ask<Approvals>(world, who, `GET /approvals?${query}`)).body;

  it("parts what one may answer from what one may not", async () => {
    const own = await makeHold(await makeRequestedTask({ agentId: agent.id }));
    const other = await makeHold(await makeRequestedTask());
    const idsOf = async (who: Visitor | string, view: string) =>
      (await approvals(who, `view=${view}&limit=200`)).items.map(({ id }) => id);
    expect(await idsOf(owner, "mine")).toContain(other.approvalId);
    expect(await idsOf(owner, "mine")).not.toContain(own.approvalId);
    expect(await idsOf(owner, "others")).toContain(own.approvalId);
    expect(await idsOf(vera, "mine")).toEqual([]);
    expect(await idsOf(vera, "others")).toEqual(expect.arrayContaining([own.approvalId, other.approvalId]));
    const [item] = (await approvals(owner, `task=${own.taskId}`)).items;
    expect(item).toMatchObject({ mine: false, notMine: "own_agent" });
    expect(await idsOf(await anna.token("read", "review"), "mine")).toContain(other.approvalId);
  });

  it("puts the first deadline first, and pages by it", async () => {
    const waiting = await makeAgent();
    const holds = [];
    for (const decideBySeconds of [300, 60, 120])
      holds.push(await makeHold(await makeRequestedTask({ agentId: waiting.id }), undefined, { decideBySeconds }));
    const first = await approvals(anna, `agent=${waiting.name}&state=pending&limit=2`);
    const second = await approvals(anna, `agent=${waiting.name}&state=pending&limit=2&cursor=${first.next}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual([holds[1], holds[2], holds[0]].map((hold) => hold?.approvalId));
  });

  it("puts the more severe class first where deadlines are equal, then the older question, over pages", async () => {
    const busy = await makeAgent();
    const severe = ["unclassed", "destructive", "write", "write", "read"];
    const ids: string[] = [];
    for (const ofClass of [...severe].reverse()) {
      const { approvalId } = await makeHold(await makeRequestedTask({ agentId: busy.id }));
      await db()
        .$executeRaw`UPDATE approval SET class = ${ofClass}, decide_by = '2090-01-01T00:00:00Z' WHERE id = ${approvalId}::uuid`;
      ids.push(approvalId);
    }
    const sooner = await makeHold(await makeRequestedTask({ agentId: busy.id }));
    await db().$executeRaw`UPDATE approval SET class = 'read', decide_by = '2089-01-01T00:00:00Z'
      WHERE id = ${sooner.approvalId}::uuid`;
    const found: Approvals["items"] = [];
    let next: string | undefined;
    do {
      const page = await approvals(anna, `agent=${busy.name}&view=mine&limit=1${next ? `&cursor=${next}` : ""}`);
      found.push(...page.items);
      next = page.next;
    } while (next);
    expect(found.map((item) => item.class)).toEqual(["read", ...severe]);
    const [read, first, second, destructive, unclassed] = ids;
    expect(found.map(({ id }) => id)).toEqual([sooner.approvalId, unclassed, destructive, first, second, read]);
  });

  it("takes no cursor of another order", async () => {
    const { next } = await approvals(anna, "state=pending&limit=1");
    const decided = await ask(world, anna, `GET /approvals?view=decided&cursor=${next}`);
    expect({ status: decided.status, path: decided.body.errors[0]?.path }).toEqual({ status: 422, path: "cursor" });
  });

  it("says what each would let happen, from canonical data", async () => {
    const hold = await makeHold(await makeRunningTask({ agentId: agent.id }));
    const [item] = (await approvals(anna, `task=${hold.taskId}&state=pending`)).items;
    expect(item?.verb.map(({ text }) => text).join("")).toBe("Call write_file on files");
    expect(item?.as.map(({ text }) => text).join("")).toMatch(
      /^in “Tidy the notes .*”, as release-bot, owned by olga$/,
    );
    expect(item).toMatchObject({ kind: "call", server: "files", tool: "write_file", class: "write", calls: 1 });
    expect(item?.arguments).toEqual({ path: "notes/today.md" });
  });

  it("says what the arguments are about, as far as the tool's pinned definition declares them", async () => {
    const task = await makeRunningTask({ agentId: agent.id });
    const definition = { inputSchema: { type: "object", properties: { path: { type: "string" } } } };
    const server = await makeServerWithTool("shelf", definition);
    const hold = await makeHold(task, { ...makeHeldCall(task, { more: { file: "not declared" } }), server });
    const [item] = (await approvals(anna, `task=${hold.taskId}&state=pending`)).items;
    expect(item?.verb.map(({ text }) => text).join("")).toBe("Write 1 file notes/today.md with write_file on shelf");
  });

  it("counts the same as it shows", async () => {
    const { body } = await ask<OutputOf<"me">>(world, anna, "GET /me");
    const mine = await approvals(anna, "view=mine&limit=200");
    expect(body.counts.mine).toBe(mine.items.length);
    expect(body.counts.others).toBe(0);
  });
});
