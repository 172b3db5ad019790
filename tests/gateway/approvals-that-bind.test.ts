import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reviewApproval } from "../../lib/approvals/index";
import type { ReviewInput } from "../../lib/approvals/schema";
import { db } from "../../lib/db/index";
import { changePerson } from "../../lib/identity/index";
import type { Person } from "../../lib/identity/schema";
import { DEFAULT_RULE, frozenOf, type Scope } from "../../lib/policy/schema";
import { findServerByName, readTools } from "../../lib/servers/index";
import { pauseTask } from "../../lib/tasks/index";
import { makeTerms } from "../factories/tasks";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { eventually, pendingApproval, runningWorker, type Worker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makePerson, makeServer, startHouse } from "../setup/house";

const SCOPE: Scope = [{ server: "files", tools: ["echo", "write-file"] }];

let house: House;
let upstream: FakeUpstream;
let worker: Worker;
let tom: Person;

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 200 });
  upstream = await startUpstream();
  atEnd(() => upstream.stop());
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
  tom = await makePerson(["viewer", "approver"]);
});
beforeEach(async () => {
  upstream.arrivals.length = 0;
  worker = await runningWorker(house, SCOPE);
});

const write = async (path: string) => {
  await worker.agent.fetchToken("files");
  return worker.agent.call("files", "write-file", { path });
};
const sent = () => upstream.calls().map(({ message }) => message?.params?.arguments);
const answer = (person: Person, id: string, input: ReviewInput) =>
  reviewApproval(person, id, input).then(
    () => "taken",
    ({ code }: { code: string }) => code,
  );
/** A call waits; somebody has approved it, and its agent has not come back for it. */
async function approvedWhileAway(path: string, who: Person = house.sam) {
  expect((await write(path)).text).toContain("Pending");
  const { id, digest } = await pendingApproval(worker.taskId);
  expect(await answer(who, id, { answer: "approve", digest })).toBe("taken");
  return { id, digest };
}
/** The same call again is asked about again, under another approval, and nothing reaches the server. */
async function asksAnew(path: string, spent: string) {
  expect((await write(path)).text).toContain("Pending");
  expect((await pendingApproval(worker.taskId)).id).not.toBe(spent);
  expect(sent()).toEqual([]);
}

describe("an approval is refused, and nothing is sent,", () => {
  it("under a digest that is not what is asked", async () => {
    await write("a");
    const { id } = await pendingApproval(worker.taskId);
    expect(await answer(house.sam, id, { answer: "approve", digest: "0".repeat(64) })).toBe("DIGEST_MISMATCH");
    expect((await write("a")).text).toContain("Pending");
    expect(sent()).toEqual([]);
  });

  it("from a page that is stale: another call has joined since", async () => {
    await pauseTask(worker.taskId, { pausedFor: "idle", note: "It was idle." });
    await write("a");
    const seen = await pendingApproval(worker.taskId);
    await write("b");
    const { id } = await eventually(async () => {
      const now = await pendingApproval(worker.taskId);
      expect(now.digest).not.toBe(seen.digest);
      return now;
    });
    expect(await answer(house.sam, id, { answer: "approve", digest: seen.digest })).toBe("DIGEST_MISMATCH");
    expect(sent()).toEqual([]);
  });

  it("by the owner of the agent under a second account", async () => {
    const twin = await makePerson(["viewer", "approver"]);
    await db().human.update({ where: { id: twin.human.id }, data: { samePersonAs: house.admin.human.id } });
    await write("a");
    const { id, digest } = await pendingApproval(worker.taskId);
    expect(await answer(twin, id, { answer: "approve", digest })).toBe("OWN_AGENT");
    expect((await write("a")).text).toContain("Pending");
    expect(sent()).toEqual([]);
  });

  it("after its task was paused, and after its time", async () => {
    await write("a");
    const paused = await pendingApproval(worker.taskId);
    await pauseTask(worker.taskId, { pausedFor: "operator", note: "Stop." });
    expect(await answer(house.sam, paused.id, { answer: "approve", digest: paused.digest })).toBe("APPROVAL_DECIDED");
    worker = await runningWorker(house, SCOPE);
    await write("b");
    const late = await pendingApproval(worker.taskId);
    await db()
      .$executeRaw`UPDATE approval SET decide_by = clock_timestamp() - interval '1 second' WHERE id = ${late.id}::uuid`;
    expect(await answer(house.sam, late.id, { answer: "approve", digest: late.digest })).toBe("APPROVAL_DECIDED");
    expect(sent()).toEqual([]);
  });
});

describe("an approval that was given releases nothing", () => {
  it("a second time: neither the review nor the call can be replayed", async () => {
    const { id, digest } = await approvedWhileAway("a");
    expect((await write("a")).isError).toBe(false);
    expect(sent()).toEqual([{ path: "a" }]);
    expect(await answer(tom, id, { answer: "approve", digest })).toBe("APPROVAL_DECIDED");
    upstream.arrivals.length = 0;
    await asksAnew("a", id);
  });

  it("for other arguments than were approved; the approved ones still go", async () => {
    const { id } = await approvedWhileAway("a");
    await asksAnew("b", id);
    expect((await write("a")).isError).toBe(false);
    expect(sent()).toEqual([{ path: "a" }]);
  });

  it("when its reviewer has lost the role in between", async () => {
    const { id } = await approvedWhileAway("a", tom);
    await changePerson("command line", tom.human.id, { roles: ["viewer"] });
    await asksAnew("a", id);
    await changePerson("command line", tom.human.id, { roles: ["viewer", "approver"] });
  });

  it("after its task was paused", async () => {
    const { id } = await approvedWhileAway("a");
    await pauseTask(worker.taskId, { pausedFor: "operator", note: "Stop." });
    await asksAnew("a", id);
  });

  it("after the time in which its agent had to come for it", async () => {
    const terms = makeTerms(SCOPE).map((term) => ({ ...term, ...frozenOf({ ...DEFAULT_RULE, readySeconds: 1 }) }));
    worker = await runningWorker(house, SCOPE, { terms });
    const { id } = await approvedWhileAway("a");
    await eventually(async () =>
      expect(await db().hold.count({ where: { taskId: worker.taskId, state: "expired" } })).toBe(1),
    );
    await asksAnew("a", id);
  });

  it("once the definition of its tool has drifted", async () => {
    const { id } = await approvedWhileAway("a");
    upstream.state.tools = upstream.state.tools.map((tool) => ({ ...tool, description: "Writes, and mails it" }));
    await readTools((await findServerByName("files"))?.id ?? "");
    await asksAnew("a", id);
  });
});
