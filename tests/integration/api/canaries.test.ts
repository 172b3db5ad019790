import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { findHold, releaseHold, sweepCanaries } from "../../../lib/approvals/index";
import { db } from "../../../lib/db/index";
import type { TaskView } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeCallOn, makeCanary, makeServerWithTool } from "../../factories/canaries";
import { shownOf } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { answer, DENIAL } from "./questions";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

type Detail = OutputOf<"approval">;
type List = OutputOf<"listApprovals">;

let world: World;
let anna: Visitor;
let ben: Visitor;
let vera: Visitor;
let otto: Visitor;
let ada: Visitor;
let both: Visitor;
let task: TaskView;
let server: { id: string; name: string };

beforeAll(async () => {
  world = await openWorld();
  [anna, ben] = [await visitor("anna", ["approver"]), await visitor("ben", ["approver"])];
  [vera, otto, ada] = [await visitor("vera", []), await visitor("otto", ["auditor"]), await visitor("ada", ["admin"])];
  both = await visitor("bo", ["admin", "approver"]);
  server = await makeServerWithTool();
  task = await makeRunningTask({ agentId: (await makeAgent({ name: "release-bot" })).id });
});

const get = async <Body>(who: Visitor | string, path: string) => (await ask<Body>(world, who, `GET ${path}`)).body;
const show = (who: Visitor, id: string) => get<Detail>(who, `/approvals/${id}`);
const insights = (who: Visitor) => get<OutputOf<"insights">>(who, "/insights");
const plan = (who: Visitor | string, perWeek: unknown) =>
  ask(world, who, "PUT /insights/canaries", { body: { perWeek } });
const make = () => makeCanary(task, server, anna);
const idsIn = async (who: Visitor, view: string) =>
  (await get<List>(who, `/approvals?view=${view}&limit=200`)).items.map(({ id }) => id);

/** What kind of thing stands at each place, without the things themselves. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

describe("how many canaries there are", () => {
  it("is said by admins on the page alone, and is in the log", async () => {
    const token = await ada.token("read", "operate");
    const before = await latest();
    for (const who of [vera, otto, anna, token]) expect(await plan(who, 5)).toMatchObject({ status: 403 });
    for (const wrong of [-1, 51, 1.5, "2", null]) expect(await plan(ada, wrong)).toMatchObject({ status: 422 });
    expect(await kindsSince(before)).toEqual([]);
    expect(await plan(ada, 5)).toMatchObject({ status: 200, body: { perWeek: 5 } });
    expect(await plan(ada, 5)).toMatchObject({ status: 200 });
    expect(await kindsSince(before)).toEqual(["canary.planned"]);
    for (const who of [vera, anna]) expect((await insights(who)).canaries.perWeek).toBe(5);
  });
});

describe("until it is answered, a canary", () => {
  it("looks like the question that it was made of, in every field that an approver gets", async () => {
    const canary = await make();
    const ready = await db().hold.findFirstOrThrow({ where: { taskId: task.id, state: "ready" } });
    const found = await findHold(ready.id);
    const { callId, epoch, serverId, tool } = ready;
    const allow = { ...makeAllow({ taskId: task.id, epoch, agentId: task.agentId, serverId }), callId, tool };
    expect(found && (await releaseHold(found, allow, () => {}))).not.toBeNull();
    const real = (await makeCallOn(task, server, "notes/../real.md")).approvalId;
    const [one, other] = [await show(ben, canary.id), await show(ben, real)];
    expect([one.canary, one.wasCanary]).toEqual([null, false]);
    const without = ({ alike: _alike, ...card }: Detail) => card;
    expect(shapeOf(without(one))).toEqual(shapeOf(without(other)));
    // What differs from the call before is said of both: it is where a person would see what should not be there.
    expect(one.since?.same).toEqual(other.since?.same);
    expect(one.since?.changes.map(({ what }) => what)).toEqual(other.since?.changes.map(({ what }) => what));
    expect(one.since?.changes).toContainEqual(
      expect.objectContaining({ what: "argument", name: "path", after: '"notes/../../.ssh/authorized_keys"' }),
    );
    for (const same of [
      "kind",
      "state",
      "class",
      "reasons",
      "reviewBy",
      "sign",
      "votes",
      "mine",
      "notMine",
      "hold",
      "quorum",
      "rule",
      "deciders",
    ] as const)
      expect({ [same]: one[same] }).toEqual({ [same]: other[same] });
    const { items } = await get<List>(ben, "/approvals?view=mine");
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([canary.id, real]));
    const listed = (id: string) => shapeOf(items.find((item) => item.id === id));
    expect(listed(canary.id)).toEqual(listed(real));
    expect(JSON.stringify([one, items])).not.toMatch(/canary":\{|suspicious/);
    for (const id of [canary.id, real]) {
      const trial = { body: { arguments: [{ name: "path", must: "equal" }] } };
      expect(await ask(world, ben, `POST /approvals/${id}/pattern-trial`, trial)).toMatchObject({ status: 200 });
      expect(await ask(world, ben, `GET /approvals/${id}/siblings`)).toMatchObject({ status: 200 });
    }
    const body = { digest: one.digest, what: "head" };
    expect(await ask(world, ben, `POST /approvals/${canary.id}/seen`, { body })).toMatchObject({
      body: { counts: true },
    });
    for (const id of [canary.id, real]) {
      const stale = { body: { digest: "ab".repeat(32), what: "head" } };
      expect(await ask(world, ben, `POST /approvals/${id}/seen`, stale)).toMatchObject({ body: { counts: false } });
    }
    expect(await db().sight.count()).toBe(0);
    expect((await get<OutputOf<"me">>(ben, "/me")).counts.mine).toBe(items.length);
  });

  it("is in no entry that an approver reads, and in the log of those who do not answer", async () => {
    const kinds = async (who: Visitor) =>
      (await get<OutputOf<"listLog">>(who, "/log?limit=200&order=newest")).items.map(({ kind }) => kind);
    for (const who of [vera, anna, both]) expect(await kinds(who)).not.toContain("canary.seeded");
    expect(await kinds(otto)).toContain("canary.seeded");
    const seeded = await db().entry.findFirstOrThrow({ where: { kind: "canary.seeded" } });
    expect(await ask(world, both, `GET /log/${seeded.seq}`)).toMatchObject({ status: 404 });
    expect(await ask(world, otto, `GET /log/${seeded.seq}`)).toMatchObject({ status: 200 });
  });

  it("counts for nothing in insights", async () => {
    const { canaries, answers } = await insights(ada);
    expect(canaries).toMatchObject({ caught: { hits: 0, of: 0 }, expired: 0 });
    expect(answers).toBe(await db().review.count());
  });
});

describe("once it is answered, a canary", () => {
  it("says at once that it was one to whoever answered, and to admins; nobody else finds it", async () => {
    const canary = await db().canary.findFirstOrThrow({ where: { state: "pending" } });
    const { digest, rendering } = await show(ben, canary.id);
    await answer(world, ben, { id: canary.id, digest, rendering: rendering.digest });
    for (const who of [ben, ada])
      expect(await show(who, canary.id)).toMatchObject({
        state: "approved",
        wasCanary: true,
        canary: { caught: false, suspicious: expect.stringMatching(/^Look at path/) },
        decided: { by: { name: "ben" } },
        outcome: null,
      });
    expect(await idsIn(ben, "decided")).toContain(canary.id);
    for (const who of [anna, vera, otto]) {
      expect(await show(who, canary.id)).toMatchObject({ status: 404 });
      expect(await idsIn(who, "decided")).not.toContain(canary.id);
    }
  });

  it("is in the numbers about canaries, and in no others", async () => {
    const before = await insights(ada);
    const caught = await make();
    await answer(world, anna, { id: caught.id, digest: caught.digest, ...DENIAL });
    const after = await insights(ada);
    // One real question was approved to make the canary from.
    expect(after.answers).toBe(before.answers + 1);
    expect(after.approvals.ended).toBe(before.approvals.ended + 1);
    expect(after.agents[0]?.denied).toBe(0);
    expect(after.retried.total).toBe(0);
    expect(after.canaries).toMatchObject({ caught: { hits: 1, of: 2 } });
    expect((await insights(vera)).canaries.caught).toBeNull();
    expect((await insights(anna)).you).toMatchObject({ canaries: { hits: 1, of: 1 }, denied: 0 });
    expect((await insights(ben)).you).toMatchObject({ canaries: { hits: 0, of: 1 }, answers: 0 });
    const { items } = await get<OutputOf<"insightsByPerson">>(ada, "/insights/people");
    expect(items.find(({ person }) => person.name === "ben")?.canaries).toEqual({ hits: 0, of: 1 });
  });

  it("is neither an earlier decision alike nor what a later question is compared with", async () => {
    const { approvalId } = await makeCallOn(task, server, "notes/later.md");
    const { alike, since } = await show(ben, approvalId);
    expect(alike.items.every(({ state }) => state === "approved")).toBe(true);
    expect(alike.total).toBe(await db().approval.count({ where: { state: "approved" } }));
    const base = await db().approval.findFirstOrThrow({ where: { state: "approved" }, orderBy: { decidedAt: "desc" } });
    expect(since?.approvalId).toBe(base.id);
    expect(await shownOf(approvalId)).toMatchObject({ digest: expect.any(String) });
  });
});

describe("a canary that somebody would sign or break the glass for", () => {
  it("is answered by that, and nothing is signed or given", async () => {
    await db().$executeRaw`UPDATE human SET break_glass = true WHERE id = ${both.human.id}::uuid`;
    await new Promise((done) => setTimeout(done, 1100)); // what a session may is kept for a second
    const signed = await make();
    const denial = { answer: "deny", digest: signed.digest, reason: "Not like this." };
    expect(await ask(world, anna, `POST /approvals/${signed.id}/signing`, { body: denial })).toMatchObject({
      status: 409,
    });
    expect(await db().signing.count()).toBe(0);
    const broken = await make();
    const { rendering } = await show(both, broken.id);
    const breaking = { digest: broken.digest, rendering: rendering.digest, reason: "It burns, it really does." };
    expect(await ask(world, both, `POST /approvals/${broken.id}/break-glass`, { body: breaking })).toMatchObject({
      status: 409,
    });
    expect(await db().brokenGlass.count()).toBe(0);
    const states = await db().canary.findMany({
      where: { id: { in: [signed.id, broken.id] } },
      orderBy: { createdAt: "asc" },
    });
    expect(states.map(({ state }) => state)).toEqual(["caught", "missed"]);
    await plan(ada, 0);
    expect(await sweepCanaries(() => 0)).toBeNull();
  });
});
