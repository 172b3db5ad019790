import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { sweepSights } from "../../../lib/approvals/index";
import { newId } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { TaskView } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { needOf } from "../../factories/votes";
import { answer, DENIAL, makeQuestion, type Question, saw } from "./questions";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

type Insights = OutputOf<"insights">;

let world: World;
let anna: Visitor;
let ben: Visitor;
let cara: Visitor;
let vera: Visitor;
let otto: Visitor;
let ada: Visitor;
let task: TaskView;
let agent: { id: string; name: string };

beforeAll(async () => {
  world = await openWorld();
  [anna, ben, cara] = [
    await visitor("anna", ["approver"]),
    await visitor("ben", ["approver"]),
    await visitor("cara", ["approver"]),
  ];
  [vera, otto, ada] = [await visitor("vera", []), await visitor("otto", ["auditor"]), await visitor("ada", ["admin"])];
  agent = await makeAgent({ name: "release-bot" });
  task = await makeRunningTask({ agentId: agent.id });
});

const read = async (who: Visitor | string, query = "") =>
  (await ask<Insights>(world, who, `GET /insights${query}`)).body;
const seen = (who: Visitor | string, id: string, body: unknown) =>
  ask<{ counts: boolean }>(world, who, `POST /approvals/${id}/seen`, { body });
const sights = (id: string) =>
  db().sight.findMany({
    where: { approvalId: id },
    orderBy: { what: "asc" },
    select: { what: true, words: true, humanId: true },
  });

const question = (call?: Parameters<typeof makeQuestion>[1]) => makeQuestion(task, call);
const approve = (who: Visitor | string, asked: Question, over: object = {}) =>
  answer(world, who, { ...asked, ...over });
const deny = (who: Visitor, asked: Question) => approve(who, asked, DENIAL);

describe("nothing", () => {
  it("is what there is to say before anybody was asked", async () => {
    const empty = await read(vera);
    expect(empty).toMatchObject({
      answers: 0,
      people: 0,
      approvals: { ended: 0, expired: { hits: 0, of: 0 }, waitedP95: null, beyond: [] },
      classes: [],
      agents: [],
      tools: [],
      rules: [],
      retried: { items: [], total: 0 },
      you: null,
    });
    expect(empty.days.length).toBeGreaterThanOrEqual(30);
    const { body } = await ask<{ items: unknown[] }>(world, ada, "GET /insights/people");
    expect(body.items).toEqual([]);
  });

  it.each(["days=8", "days=x", "zone=Mars%2FOlympus"])("is said to %s but what would fit", async (query) => {
    expect((await ask(world, vera, `GET /insights?${query}`)).body).toMatchObject({
      status: 422,
      code: "INVALID_INPUT",
    });
  });
});

describe("what a page says it showed", () => {
  it("is kept once, with the words that stood there, by the database's clock", async () => {
    const asked = await question({ more: { note: "one two three four" } });
    const head = { digest: asked.digest, what: "head" };
    expect((await seen(anna, asked.id, head)).body).toEqual({ counts: true });
    expect((await seen(anna, asked.id, head)).body).toEqual({ counts: true });
    expect((await seen(anna, asked.id, { ...head, what: "end" })).body).toEqual({ counts: true });
    const kept = await sights(asked.id);
    expect(kept.map(({ what, humanId }) => [what, humanId])).toEqual([
      ["end", anna.human.id],
      ["head", anna.human.id],
    ]);
    expect(kept[0]?.words).toBeGreaterThan(8);
    await approve(anna, asked);
    expect((await read(anna)).you).toMatchObject({ answers: 1, timing: { timed: 1, inspected: { hits: 1, of: 1 } } });
  });

  it("counts for nothing when it asks something else by now, is decided, or is not there", async () => {
    const asked = await question();
    expect((await seen(anna, asked.id, { digest: "ab".repeat(32), what: "head" })).body).toEqual({ counts: false });
    await deny(anna, asked);
    expect((await seen(ben, asked.id, { digest: asked.digest, what: "head" })).body).toEqual({ counts: false });
    expect(await sights(asked.id)).toEqual([]);
    expect((await seen(anna, newId(), { digest: asked.digest, what: "head" })).status).toBe(404);
    expect((await seen(anna, asked.id, { digest: "x", what: "tail" })).status).toBe(422);
  });

  it("comes from a reviewer's own page only", async () => {
    const asked = await question();
    const body = { digest: asked.digest, what: "head" };
    for (const who of [vera, otto, ada, await anna.token("read", "review")])
      expect((await seen(who, asked.id, body)).status).toBe(403);
    expect(await sights(asked.id)).toEqual([]);
  });

  it("cannot be changed, and is forgotten after half a year", async () => {
    const asked = await question();
    await saw(anna, asked, 1);
    await saw(ben, asked, 181 * 86_400);
    await expect(db().$executeRaw`UPDATE sight SET at = clock_timestamp()`).rejects.toThrow(/append-only/);
    await sweepSights();
    expect((await sights(asked.id)).map(({ humanId }) => humanId)).toEqual([anna.human.id]);
  });
});

describe("the numbers", () => {
  it("measure from the first sight to the answer, per person and per class", async () => {
    const [slow, snap] = [await question({ class: "destructive" }), await question({ class: "destructive" })];
    await saw(ben, slow, 40);
    await saw(ben, slow, 35, "end");
    await saw(ben, snap, 0.5);
    await approve(ben, slow);
    await approve(ben, snap);
    const { you } = await read(ben);
    expect(you).toMatchObject({
      answers: 2,
      approved: 2,
      timing: {
        people: 1,
        timed: 2,
        snap: { hits: 1, of: 2 },
        hasty: { hits: 1, of: 2 },
        inspected: { hits: 1, of: 2 },
      },
      beyond: [
        { metric: "snap", level: "high" },
        { metric: "hasty", level: "high" },
      ],
    });
    expect(you?.timing.seconds?.p50).toBeGreaterThan(19);
    expect(you?.timing.histogram).toEqual([1, 0, 0, 1, 0, 0, 0]);
  });

  it("have no sight of an answer by token, whatever the same person's page showed", async () => {
    const asked = await question();
    await saw(cara, asked, 0.1);
    await approve(await cara.token("review"), asked, { rendering: undefined });
    expect((await read(cara)).you).toMatchObject({
      answers: 1,
      timing: { timed: 0, seconds: null, snap: { hits: 0, of: 0 } },
    });
  });

  it("count each vote of an approval that takes several, and of each person the last one", async () => {
    const dora = await visitor("dora", ["approver"]);
    const eli = await visitor("eli", ["approver"]);
    const hold = await makeHold(task, makeHeldCall(task, { path: newId() }), { needs: [needOf({ denials: 2 })] });
    const asked = { id: hold.approvalId, ...(await shownOf(hold.approvalId)) };
    await deny(dora, asked);
    await approve(dora, asked);
    await approve(eli, asked);
    for (const one of [dora, eli]) expect((await read(one)).you).toMatchObject({ answers: 1, approved: 1, denied: 0 });
  });

  it("say how many approvals nobody answered, of the agent and of the rule", async () => {
    const before = await read(vera);
    const asked = await question();
    await db()
      .$executeRaw`UPDATE approval SET state = 'expired', decided_at = created_at + interval '30 min' WHERE id = ${asked.id}::uuid`;
    const after = await read(vera);
    // Half an hour from now is not over yet.
    expect(after.approvals.expired).toEqual(before.approvals.expired);
    await db().$executeRaw`UPDATE approval SET decided_at = clock_timestamp() WHERE id = ${asked.id}::uuid`;
    const over = await read(vera);
    expect(over.approvals.expired.hits).toBe(before.approvals.expired.hits + 1);
    expect(over.agents.find((row) => row.agent.id === agent.id)?.expired.hits).toBe(1);
    expect(over.days.at(-1)?.expired).toBe(1);
  });

  it("find what was approved after the same was denied, and nothing else", async () => {
    const server = { id: newId(), name: "files" };
    const about = async (path: string) => {
      const hold = await makeHold(task, { ...makeHeldCall(task, { path }), server });
      return { id: hold.approvalId, ...(await shownOf(hold.approvalId)) };
    };
    const [denied, other] = [await about("again.md"), await about("other.md")];
    await deny(anna, denied);
    await approve(anna, other);
    expect((await read(vera)).retried.total).toBe(0);
    const again = await about("again.md");
    await approve(ben, again);
    const { retried } = await read(vera);
    expect(retried).toMatchObject({
      total: 1,
      items: [
        {
          approvalId: again.id,
          deniedId: denied.id,
          agent: { name: "release-bot" },
          server: "files",
          tool: "write_file",
        },
      ],
    });
  });

  it("look no further back than they say", async () => {
    const long = await question();
    await deny(anna, long);
    const [days7, days30] = [await read(anna, "?days=7"), await read(anna, "?days=30&zone=Europe%2FBerlin")];
    expect(days7.days.length).toBeLessThan(days30.days.length);
    expect(Date.parse(days7.to) - Date.parse(days7.from)).toBe(7 * 86_400_000);
  });
});

describe("whose numbers one sees", () => {
  it("is one's own, and everybody's for an admin on the page", async () => {
    const people = (who: Visitor | string) =>
      ask<{ items: { person: { name: string } }[] }>(world, who, "GET /insights/people");
    for (const who of [vera, otto, anna, await ada.token("read")]) expect((await people(who)).status).toBe(403);
    const { body } = await people(ada);
    expect(body.items.map(({ person }) => person.name).sort()).toEqual(["anna", "ben", "cara", "dora", "eli"]);
    expect((await read(vera)).you).toBeNull();
    expect((await read(await anna.token("read"))).you).toMatchObject({ person: { id: anna.human.id } });
  });

  it("leaves out how people decided where fewer than three did, for all but admins", async () => {
    const destructive = (insights: Insights) => insights.classes.find((row) => row.class === "destructive");
    for (const who of [vera, otto, anna])
      expect(destructive(await read(who))).toMatchObject({ answers: 2, timing: null, beyond: [] });
    expect(destructive(await read(ada))).toMatchObject({ timing: { people: 1, timed: 2 } });
    for (const who of [anna, cara]) {
      const asked = await question({ class: "destructive" });
      await saw(who, asked, 30);
      await approve(who, asked);
    }
    expect(destructive(await read(vera))).toMatchObject({ answers: 4, timing: { people: 3, timed: 4 } });
  });

  it("names nobody else in what everybody gets", async () => {
    const text = JSON.stringify(await read(vera));
    for (const { human } of [anna, ben, cara]) {
      expect(text).not.toContain(human.id);
      expect(text).not.toContain(`"${human.name}"`);
    }
  });
});
