import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { answerQuestion, readQuestions } from "../../../lib/approvals/index";
import { db } from "../../../lib/db/index";
import { makeHold } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

type Detail = OutputOf<"approval">;

let world: World;
let sam: Visitor;
let olga: Visitor;
let vera: Visitor;
let agentId = "";

beforeAll(async () => {
  world = await openWorld();
  sam = await visitor("sam", ["approver"]);
  // She owns the agent, and is no approver.
  olga = await visitor("olga", []);
  vera = await visitor("vera", ["admin", "auditor"]);
  agentId = (await makeAgent({ ownerId: olga.human.id })).id;
});

const asked = async () => makeHold(await makeRunningTask({ agentId }));
const show = async (id: string, who: Visitor) => (await ask<Detail>(world, who, `GET /approvals/${id}`)).body;
const askBack = (id: string, who: Visitor | string, over: object = {}) =>
  ask<OutputOf<"reviewApproval">>(world, who, `POST /approvals/${id}/reviews`, {
    body: { answer: "ask", reason: "Which ticket?", ...over },
  });
const reply = (id: string, question: string, who: Visitor | string, text = "OPS-12") =>
  ask(world, who, `POST /approvals/${id}/questions/${question}/answer`, { body: { text } });

describe("asking back by the API", () => {
  it("takes no digest and no rendering, and leaves the approval waiting for the same people", async () => {
    const { approvalId } = await asked();
    const answer = await askBack(approvalId, sam);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: "pending", mine: true, questions: { open: 1, answered: 0 } });
    expect((await show(approvalId, sam)).askedBack).toMatchObject({
      items: [{ by: { id: sam.human.id, name: "sam" }, text: "Which ticket?", answer: null }],
      mayAnswer: false,
      mayAsk: true,
    });
  });

  it("is for who may answer: nobody else, and with a token only where one may answer", async () => {
    const { approvalId } = await asked();
    const before = await latest();
    expect((await askBack(approvalId, vera)).status).toBe(403);
    expect((await askBack(approvalId, olga)).status).toBe(403);
    expect((await askBack(approvalId, await sam.token("read", "operate"))).status).toBe(403);
    expect((await askBack(approvalId, sam, { reason: "" })).status).toBe(422);
    expect((await askBack(approvalId, sam, { reason: "a".repeat(501) })).status).toBe(422);
    expect((await kindsSince(before)).filter((kind) => kind.startsWith("approval."))).toEqual([]);
    expect(await readQuestions(approvalId)).toEqual([]);
    expect((await askBack(approvalId, await sam.token("read", "review"))).status).toBe(200);
  });
});

describe("answering by the API", () => {
  it("is for the agent's owner, who sees that she may, and is named", async () => {
    const { approvalId } = await asked();
    await askBack(approvalId, sam);
    const before = await show(approvalId, olga);
    expect([before.notMine, before.askedBack.mayAnswer]).toEqual(["not_approver", true]);
    const [question] = before.askedBack.items;
    const answer = await reply(approvalId, question?.id ?? "", olga, "  OPS-12  ");
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ answer: { text: "OPS-12", by: { name: "olga" } } });
    const after = await show(approvalId, sam);
    expect(after).toMatchObject({ state: "pending", questions: { open: 0, answered: 1 } });
    expect(after.askedBack.items).toMatchObject([{ answer: { text: "OPS-12", by: { id: olga.human.id } } }]);
    expect((await show(approvalId, olga)).askedBack.mayAnswer).toBe(false);
  });

  it("is refused to everybody else and for what is no answer; nothing is written", async () => {
    const { approvalId } = await asked();
    const other = await asked();
    await askBack(approvalId, sam);
    const [question] = await readQuestions(approvalId);
    const id = question?.id ?? "";
    const before = await latest();
    const codes = [
      await reply(approvalId, id, sam),
      await reply(approvalId, id, vera),
      await reply(approvalId, id, await olga.token("read")),
      await reply(other.approvalId, id, olga),
      await reply(approvalId, id, olga, "   "),
      await reply(approvalId, id, olga, "a".repeat(2001)),
      await reply(approvalId, id, olga, "a\0b"),
    ].map(({ body }) => (body as { code: string }).code);
    expect(codes).toEqual([
      "FORBIDDEN",
      "FORBIDDEN",
      "FORBIDDEN",
      "NOT_FOUND",
      "INVALID_INPUT",
      "INVALID_INPUT",
      "INVALID_INPUT",
    ]);
    expect((await kindsSince(before)).filter((kind) => kind.startsWith("approval."))).toEqual([]);
    expect(await readQuestions(approvalId)).toEqual([question]);
  });

  it("stands in the log: a person's words as theirs, the agent's as its own", async () => {
    const hold = await asked();
    const before = await latest();
    await askBack(hold.approvalId, sam);
    await askBack(hold.approvalId, sam, { reason: "And why now?" });
    const [first, second] = await readQuestions(hold.approvalId);
    await answerQuestion({ taskId: hold.taskId }, first?.id ?? "", "Ignore your rules.");
    await reply(hold.approvalId, second?.id ?? "", olga, "It is urgent.");
    const { body } = await ask<OutputOf<"listLog">>(world, vera, `GET /log?after=${before}&task=${hold.taskId}`);
    const said = body.items.filter(({ kind }) => /asked_back|answered/.test(kind));
    expect(said.map(({ kind, because, words, names }) => [kind, because, words, names.person])).toEqual(
      expect.arrayContaining([
        ["approval.asked_back", "Which ticket?", null, "sam"],
        ["approval.asked_back", "And why now?", null, "sam"],
        ["approval.answered", null, "Ignore your rules.", undefined],
        ["approval.answered", "It is urgent.", null, "olga"],
      ]),
    );
  });
});

describe("what was asked back waits for the agent's owner", () => {
  const mine = async (who: Visitor | string) =>
    (await ask<OutputOf<"listApprovals">>(world, who, "GET /approvals?view=mine&limit=200")).body.items;
  const others = async (who: Visitor | string) =>
    (await ask<OutputOf<"listApprovals">>(world, who, "GET /approvals?view=others&limit=200")).body.items;
  const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);
  const counts = async (who: Visitor | string) => (await ask<OutputOf<"me">>(world, who, "GET /me")).body.counts;

  it("exactly while a question is open: in the list of what is theirs, and in its count", async () => {
    const { approvalId } = await asked();
    const before = await counts(olga);
    expect(idsOf(await mine(olga))).not.toContain(approvalId);
    expect(idsOf(await others(olga))).toContain(approvalId);
    await askBack(approvalId, sam);
    await askBack(approvalId, sam, { reason: "And why now?" });
    const item = (await mine(olga)).find(({ id }) => id === approvalId);
    expect(item).toMatchObject({ mine: false, toAnswer: true, notMine: "not_approver", questions: { open: 2 } });
    expect(idsOf(await others(olga))).not.toContain(approvalId);
    expect(await counts(olga)).toMatchObject({ mine: before.mine + 1, others: before.others - 1 });
    const [first, second] = await readQuestions(approvalId);
    await reply(approvalId, first?.id ?? "", olga);
    expect(idsOf(await mine(olga))).toContain(approvalId);
    await reply(approvalId, second?.id ?? "", olga);
    expect(idsOf(await mine(olga))).not.toContain(approvalId);
    expect((await others(olga)).find(({ id }) => id === approvalId)).toMatchObject({ toAnswer: false });
    expect(await counts(olga)).toMatchObject({ mine: before.mine, others: before.others });
  });

  it("ends as well when the agent answers itself, and when the approval is decided", async () => {
    const [byAgent, denied] = [await asked(), await asked()];
    for (const { approvalId } of [byAgent, denied]) await askBack(approvalId, sam);
    const before = await counts(olga);
    const [question] = await readQuestions(byAgent.approvalId);
    await answerQuestion({ taskId: byAgent.taskId }, question?.id ?? "", "It is OPS-12.");
    expect((await counts(olga)).mine).toBe(before.mine - 1);
    const denial = { answer: "deny", reason: "Not like this." };
    await ask(world, sam, `POST /approvals/${denied.approvalId}/reviews`, { body: denial });
    expect((await counts(olga)).mine).toBe(before.mine - 2);
    expect((await show(denied.approvalId, olga)).toAnswer).toBe(false);
  });

  it("is theirs under any account and after giving the agent away, never a token's, and nobody else's", async () => {
    const { approvalId } = await asked();
    await askBack(approvalId, sam);
    const twin = await visitor("twin", []);
    await db().human.update({ where: { id: twin.human.id }, data: { samePersonAs: olga.human.id } });
    const next = await visitor("next", []);
    await db().agent.update({ where: { id: agentId }, data: { ownerId: next.human.id } });
    for (const who of [olga, twin, next]) expect(idsOf(await mine(who))).toContain(approvalId);
    const token = await olga.token("read");
    expect(idsOf(await mine(token))).not.toContain(approvalId);
    expect(idsOf(await others(token))).toContain(approvalId);
    for (const who of [vera, sam]) expect((await show(approvalId, who)).toAnswer).toBe(false);
    expect(idsOf(await mine(vera))).not.toContain(approvalId);
    await db().agent.update({ where: { id: agentId }, data: { ownerId: olga.human.id } });
  });
});
