import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import { db } from "../../lib/db/index";
import { PlainAgent } from "../fakes/agent";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { type House, makeRegisteredAgent, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 500 });
  upstream = await startUpstream();
  await makeServer(house, "files", upstream.url, { echo: "read" });
});
afterAll(() => upstream.stop());

describe("a call that nobody answers while it blocks", () => {
  it("is told to call again, and the same call then finds its hold", async () => {
    const charter = { purpose: "Tidy the notes", scope: [{ server: "files", tools: ["echo"] }] };
    const made = await makeRegisteredAgent(house, "bot", charter);
    const agent = new PlainAgent(house, { clientId: made.agent.id, secret: made.value });
    await agent.fetchToken("files");
    const pending = await agent.call("files", "echo", { message: "slow" });
    expect(pending).toMatchObject({ isError: true, text: expect.stringContaining("exactly the same arguments") });
    expect(upstream.calls()).toHaveLength(0);
    const approval = await db().approval.findFirstOrThrow({ where: { state: "pending" } });
    await reviewApproval(house.sam, approval.id, { answer: "approve", digest: approval.digest });
    await agent.fetchToken("files");
    expect(await agent.call("files", "echo", { message: "slow" })).toMatchObject({ isError: false });
    expect(upstream.calls()).toHaveLength(1);
    expect(await db().approval.count()).toBe(1);
  });
});
