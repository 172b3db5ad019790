import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { db } from "../../../lib/db/index";
import type { Need } from "../../../lib/policy/schema";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { makeHold, shownOf } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { needOf } from "../../factories/votes";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

type Detail = OutputOf<"approval">;
type List = OutputOf<"listApprovals">;

let world: World;
let [anna, ben, olga, root]: Visitor[] = [];
const who = (one: Visitor | undefined): Visitor => {
  if (!one) throw new Error("nobody");
  return one;
};
let agentId = "";
let groupId = "";

beforeAll(async () => {
  world = await openWorld();
  anna = await visitor("anna", ["approver"]);
  ben = await visitor("ben", ["approver"]);
  olga = await visitor("olga", ["approver"]);
  root = await visitor("root", ["admin"]);
  agentId = (await makeAgent({ ownerId: who(olga).human.id })).id;
});

const asked = async (need: Partial<Need> = {}) =>
  makeHold(await makeRunningTask({ agentId }), undefined, { needs: [needOf(need)] });
const show = async (id: string, person: Visitor | undefined) =>
  (await ask<Detail>(world, who(person), `GET /approvals/${id}`)).body;
const approve = async (id: string, person: Visitor | undefined) =>
  ask<OutputOf<"reviewApproval">>(world, who(person), `POST /approvals/${id}/reviews`, {
    body: { answer: "approve", ...(await shownOf(id)) },
  });
const views = async (id: string, person: Visitor | undefined) => {
  const has = async (view: string) =>
    (await ask<List>(world, who(person), `GET /approvals?view=${view}&limit=200`)).body.items.some(
      (item) => item.id === id,
    );
  return { mine: await has("mine"), others: await has("others") };
};

describe("groups", () => {
  it("are made by admins, read by everybody, and their addresses only by who manages people", async () => {
    const body = { name: "security", memberIds: [who(ben).human.id, who(root).human.id] };
    expect((await ask(world, who(anna), "POST /groups", { body })).status).toBe(403);
    const made = await ask<OutputOf<"makeGroup">>(world, who(root), "POST /groups", { body });
    expect(made.status).toBe(200);
    groupId = made.body.id;
    expect(made.body.members.map(({ name, counts }) => [name, counts])).toEqual([
      ["ben", true],
      ["root", false],
    ]);
    const { body: seen } = await ask<OutputOf<"listGroups">>(world, who(anna), "GET /groups");
    expect(seen.items[0]?.members[0]).toMatchObject({ name: "ben", email: null });
    expect((await ask(world, who(root), "POST /groups", { body })).body.code).toBe("NAME_TAKEN");
  });

  it("cannot be deleted while a rule asks for them, nor asked for when there are none", async () => {
    const rule = (approvers: object[]) => ({
      ...DEFAULT_RULE,
      name: "secured",
      priority: 5,
      match: { tool: "x" },
      approvers,
    });
    const refused = await ask(world, who(root), "POST /rules", {
      body: { body: rule([{ approve: 1, group: "nobody" }]) },
    });
    expect([refused.status, refused.body.code]).toEqual([422, "RULE_CONTRADICTS"]);
    const saved = await ask(world, who(root), "POST /rules", {
      body: { body: rule([{ approve: 1, group: "security" }]) },
    });
    expect(saved.status).toBe(200);
    const kept = await ask(world, who(root), `DELETE /groups/${groupId}`);
    expect([kept.status, kept.body.code]).toEqual([409, "GROUP_IN_USE"]);
    expect(await db().group.count()).toBe(1);
  });
});

describe("a question that takes two", () => {
  it("says how far it is, whom it waits for, and what one more answer would do", async () => {
    const { approvalId } = await asked();
    expect((await show(approvalId, anna)).quorum).toMatchObject({
      said: "2 approvers",
      have: 0,
      need: 2,
      yours: { answered: null, counts: true, decides: false, denialDecides: true },
      excluded: [{ name: "olga", because: "owns the agent, cannot sign" }],
    });
    expect(await views(approvalId, anna)).toEqual({ mine: true, others: false });
    expect((await approve(approvalId, anna)).body).toMatchObject({
      state: "pending",
      votes: { have: 1, need: 2 },
      mine: false,
      notMine: "voted",
    });
    expect(await views(approvalId, anna)).toEqual({ mine: false, others: true });
    const card = await show(approvalId, ben);
    expect(card.quorum?.yours).toMatchObject({ counts: true, decides: true });
    expect(card.quorum?.needs[0]?.ways[0]).toMatchObject({ name: "Approver", filled: [{ by: { name: "anna" } }] });
    expect((await approve(approvalId, ben)).body).toMatchObject({ state: "approved", votes: null });
    expect((await show(approvalId, ben)).reviews.map(({ by, void: why }) => [by.name, why])).toEqual([
      ["anna", null],
      ["ben", null],
    ]);
  });

  it("waits only for those whose approval counts; the owner learns why it is not theirs", async () => {
    const { approvalId } = await asked({ any: [{ approve: 1, group: "security" }] });
    expect((await show(approvalId, anna)).notMine).toBe("not_asked");
    expect((await show(approvalId, ben)).notMine).toBeNull();
    expect((await show(approvalId, olga)).notMine).toBe("own_agent");
    expect((await show(approvalId, root)).notMine).toBe("not_approver");
    expect([await views(approvalId, anna), await views(approvalId, ben)]).toEqual([
      { mine: false, others: true },
      { mine: true, others: false },
    ]);
    const me = (await ask<OutputOf<"me">>(world, who(ben), "GET /me")).body;
    expect(me.counts.mine).toBeGreaterThan(0);
  });

  it("waits for who stands for somebody away, and says in whose place", async () => {
    const { approvalId } = await asked({ any: [{ approve: 1, group: "security" }] });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const body = { until, delegateId: who(anna).human.id };
    const byToken = await who(ben).token("read", "operate", "review");
    expect((await ask(world, byToken, "PUT /account/absence", { body })).status).toBe(403);
    expect((await ask(world, who(ben), "PUT /account/absence", { body })).status).toBe(200);
    expect(await views(approvalId, anna)).toEqual({ mine: true, others: false });
    expect((await show(approvalId, anna)).quorum?.yours).toMatchObject({
      counts: true,
      decides: true,
      for: { name: "ben" },
    });
    expect((await ask<OutputOf<"me">>(world, who(ben), "GET /me")).body.away).toMatchObject({
      delegate: { name: "anna" },
    });
    expect((await ask<OutputOf<"listAbsences">>(world, who(olga), "GET /absences")).body.items).toHaveLength(1);
    await approve(approvalId, anna);
    expect((await show(approvalId, anna)).reviews[0]).toMatchObject({ by: { name: "anna" }, for: { name: "ben" } });
    await ask(world, who(ben), "DELETE /account/absence");
    expect((await ask<OutputOf<"me">>(world, who(ben), "GET /me")).body.away).toBeNull();
  });
});

describe("breaking the glass by the API", () => {
  const reason = "The site is down and nobody answers.";
  const breaks = async (id: string, person: Visitor | string) =>
    ask<OutputOf<"breakGlass"> & { code?: string }>(world, person, `POST /approvals/${id}/break-glass`, {
      body: { ...(await shownOf(id)), reason },
    });

  it("takes the right by name, is refused to every token, and everybody sees it until it is over", async () => {
    const { approvalId } = await asked();
    expect((await breaks(approvalId, who(anna))).status).toBe(403);
    expect((await show(approvalId, anna)).mayBreak).toBeNull();
    const given = await ask(world, who(root), `PATCH /people/${who(anna).human.id}`, { body: { breakGlass: true } });
    expect(given.status).toBe(200);
    expect((await breaks(approvalId, await who(anna).token("read", "operate", "review"))).status).toBe(403);
    expect((await show(approvalId, anna)).mayBreak).toEqual({ seconds: 900, why: null });
    const broken = await breaks(approvalId, who(anna));
    expect(broken.status).toBe(200);
    expect(broken.body).toMatchObject({
      by: { name: "anna" },
      active: true,
      overdue: false,
      mine: false,
      judged: null,
    });
    const me = (await ask<OutputOf<"me">>(world, who(ben), "GET /me")).body;
    expect(me.brokenGlass).toEqual([expect.objectContaining({ id: broken.body.id, mine: true })]);
    expect(me.counts).toMatchObject({ glass: 1, glassOverdue: 0 });
    const own = await ask(world, who(anna), `POST /broken-glass/${broken.body.id}/judgement`, {
      body: { judgement: "justified", words: "I had to." },
    });
    expect(own.status).toBe(403);
    const judged = await ask<OutputOf<"judgeBrokenGlass">>(
      world,
      who(ben),
      `POST /broken-glass/${broken.body.id}/judgement`,
      {
        body: { judgement: "justified", words: "It was down." },
      },
    );
    expect(judged.body).toMatchObject({ judged: { judgement: "justified", by: { name: "ben" } } });
    expect((await show(approvalId, anna)).glass).toMatchObject({ id: broken.body.id, reason });
  });
});
