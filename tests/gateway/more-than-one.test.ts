import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import { db } from "../../lib/db/index";
import { changePerson } from "../../lib/identity/index";
import type { Person } from "../../lib/identity/schema";
import { PlainAgent } from "../fakes/agent";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { changeDefaultRule, type House, makePerson, makeRegisteredAgent, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
let agent: PlainAgent;
let tom: Person;

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 300 });
  upstream = await startUpstream();
  await makeServer(house, "files", upstream.url, { echo: "write" });
  await changeDefaultRule(house, { start: "automatic", approvers: [{ approve: 2 }], context: [] });
  const charter = { purpose: "Tidy the notes", scope: [{ server: "files", tools: ["echo"] }] };
  const made = await makeRegisteredAgent(house, "bot", charter);
  agent = new PlainAgent(house, { clientId: made.agent.id, secret: made.value });
  tom = await makePerson(["viewer", "approver"]);
});
afterAll(() => upstream.stop());

const call = async (message: string) => {
  await agent.fetchToken("files");
  return agent.call("files", "echo", { message });
};
const pending = () => db().approval.findFirstOrThrow({ where: { state: "pending" }, orderBy: { createdAt: "desc" } });
const approve = async (person: Person) => {
  const { id, digest } = await pending();
  await reviewApproval(person, id, { answer: "approve", digest });
};

describe("a held call that takes two people", () => {
  it("goes only after both", async () => {
    expect(await call("two")).toMatchObject({ isError: true, text: expect.stringContaining("Pending") });
    await approve(house.sam);
    expect(await call("two")).toMatchObject({ isError: true, text: expect.stringContaining("Pending") });
    expect(upstream.calls()).toHaveLength(0);
    await approve(tom);
    expect(await call("two")).toMatchObject({ isError: false });
    expect(upstream.calls()).toHaveLength(1);
  });

  it("is not sent when one of them has lost their role since, and is asked about again with the reason", async () => {
    await call("lost");
    await approve(house.sam);
    await approve(tom);
    const before = await db().approval.findFirstOrThrow({
      where: { state: "approved" },
      orderBy: { decidedAt: "desc" },
    });
    await changePerson("command line", tom.human.id, { roles: ["viewer"] });
    expect(await call("lost")).toMatchObject({ isError: true, text: expect.stringContaining("Pending") });
    expect(upstream.calls()).toHaveLength(1);
    const again = await pending();
    expect(again.id).not.toBe(before.id);
    expect(again.reasons).toEqual([
      {
        code: "signature_lost",
        sentence: expect.stringMatching(/is no longer an approver, so it is asked about again\.$/),
      },
      expect.objectContaining({ code: "held_by_rule" }),
    ]);
    await changePerson("command line", tom.human.id, { roles: ["viewer", "approver"] });
    await approve(house.sam);
    await approve(tom);
    expect(await call("lost")).toMatchObject({ isError: false });
    expect(upstream.calls()).toHaveLength(2);
  });
});
