import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import { CommitLane } from "../../../lib/tasks/commit-lane";
import type { CommitRow } from "../../../lib/tasks/commit-statement";
import type { TaskView } from "../../../lib/tasks/index";
import { makeAllowRow } from "../../factories/calls";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { atEnd } from "../../setup/clean-up";
import { freshDatabase } from "../../setup/database";

let url = "";
let task: TaskView;
let lane: CommitLane;

beforeAll(async () => {
  url = await freshDatabase();
  task = await makeRunningTask({ agentId: (await makeAgent()).id });
});
beforeEach(async () => {
  lane = new CommitLane(url, { inDoubt: () => {}, afterLoss: () => {}, changed: () => {} });
  await lane.open();
  atEnd(() => lane.close());
});

const allow = (): CommitRow => makeAllowRow({ taskId: task.id, epoch: task.epoch, agentId: task.agentId });
const outcomeOf = ({ entry }: CommitRow): CommitRow => ({
  entry: { ...entry, kind: "call.succeeded" },
  asks: false,
  body: null,
});

/** The transaction that wrote an entry. */
async function transactionOf({ entry }: CommitRow): Promise<string | undefined> {
  const rows = await db().$queryRaw<{ xmin: string }[]>`
    SELECT xmin::text AS xmin FROM entry WHERE call_id = ${entry.callId}::uuid AND kind = ${entry.kind}`;
  return rows[0]?.xmin;
}

describe("an outcome", () => {
  it("is written with the decision that comes next, in one commit", async () => {
    const first = allow();
    const second = allow();
    await lane.commit(first);
    const [outcome] = await Promise.all([lane.commit(outcomeOf(first)), lane.commit(second)]);
    expect(outcome.written).toBe(true);
    const together = await transactionOf(second);
    expect(together).toBeDefined();
    expect(await transactionOf(outcomeOf(first))).toBe(together);
  });

  it("is written by itself when no decision comes", async () => {
    const row = allow();
    await lane.commit(row);
    expect((await lane.commit(outcomeOf(row))).written).toBe(true);
    expect(await transactionOf(outcomeOf(row))).toBeDefined();
  });

  it("is written before its lane closes", async () => {
    const row = allow();
    await lane.commit(row);
    const outcome = lane.commit(outcomeOf(row));
    await lane.close();
    expect((await outcome).written).toBe(true);
    expect(await transactionOf(outcomeOf(row))).toBeDefined();
  });
});

describe("a decision", () => {
  it("leaves together with another that comes in the same turn of the event loop", async () => {
    const [first, second] = [allow(), allow()];
    const one = lane.commit(first);
    await Promise.resolve();
    await Promise.all([one, lane.commit(second)]);
    expect(await transactionOf(first)).toBeDefined();
    expect(await transactionOf(second)).toBe(await transactionOf(first));
  });
});

describe("a lane that closes", () => {
  it("refuses what comes afterwards, and says that nothing was forwarded", async () => {
    await lane.close();
    await expect(lane.commit(allow())).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining("nothing was forwarded"),
    });
  });
});
