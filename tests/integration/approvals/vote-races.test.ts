import { beforeAll, describe, expect, it } from "vitest";
import {
  endUnsigned,
  findApproval,
  findHold,
  followTask,
  releaseHold,
  sweepDeadlines,
} from "../../../lib/approvals/index";
import { db } from "../../../lib/db/index";
import { changeGroup, configureIdentity } from "../../../lib/identity/index";
import type { Group, Person } from "../../../lib/identity/schema";
import { followTasks, forgetFollowers, narrowTask, revokeTasks } from "../../../lib/tasks/index";
import { makeAllow } from "../../factories/calls";
import { makeApprover, makeHold, shownDigest } from "../../factories/holds";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { approve, change, groupOf, needOf } from "../../factories/votes";
import { freshDatabase } from "../../setup/database";
import { headStart, RACES, races } from "../../setup/races";

let people: Person[];
let group: Group;
let agentId = "";
beforeAll(async () => {
  await freshDatabase();
  configureIdentity({ publicUrl: "http://localhost:3000", secret: "a secret for tests of at least 32 characters" });
  forgetFollowers();
  followTasks(followTask);
  people = await Promise.all([makeApprover(), makeApprover(), makeApprover()]);
  group = await groupOf("crew", ...people);
  agentId = (await makeAgent()).id;
});
const at = (place: number): Person => {
  const person = people[place];
  if (!person) throw new Error("nobody");
  return person;
};

const asked = async (decideBySeconds = 1800) => {
  const task = await makeRunningTask({ agentId });
  const needs = [needOf({ any: [{ approve: 2, group: "crew" }] })];
  return { task, hold: await makeHold(task, undefined, { needs, decideBySeconds }) };
};
const approvedEntries = async (approvalId: string) =>
  db().entry.count({ where: { approvalId, kind: "approval.approved" } });

describe("in every race", () => {
  it("two last votes at once decide once, and the other learns of it", async () => {
    await races(async () => {
      const { hold } = await asked();
      await approve(at(0), hold.approvalId);
      const answers = await Promise.allSettled([approve(at(1), hold.approvalId), approve(at(2), hold.approvalId)]);
      const refused = answers.filter((answer) => answer.status === "rejected");
      expect(refused).toHaveLength(1);
      expect(refused[0]?.reason).toMatchObject({ code: "APPROVAL_DECIDED" });
      expect(await approvedEntries(hold.approvalId)).toBe(1);
      expect(await db().signer.count({ where: { approvalId: hold.approvalId } })).toBe(2);
    });
  }, 600_000);

  it("a vote and a change of what is asked never join: the old votes decide before it or not at all", async () => {
    let decided = 0;
    await races(async (race) => {
      const { task, hold } = await asked();
      await approve(at(0), hold.approvalId);
      const before = await shownDigest(hold.approvalId);
      const [vote] = await Promise.allSettled([
        headStart(race, 0).then(() => approve(at(1), hold.approvalId)),
        headStart(race, 1).then(() => narrowTask(at(2).human.id, task.id, { reason: "Race.", endsInSeconds: 600 })),
      ]);
      const approval = await findApproval(hold.approvalId);
      const wasDecided = approval?.state === "approved";
      // Decided: by two votes on one digest. Not: the vote was refused, or it is the first on what is asked now.
      if (wasDecided) expect(approval?.digest).toBe(before);
      else if (vote.status === "rejected") expect(["DIGEST_MISMATCH", "APPROVAL_DECIDED"]).toContain(vote.reason.code);
      else expect(approval?.digest).not.toBe(before);
      decided += wasDecided ? 1 : 0;
    });
    expect(decided).toBeGreaterThan(0);
  }, 600_000);

  it("a last vote and a revocation: a revoked task has no ready call", async () => {
    await races(async () => {
      const { task, hold } = await asked();
      await approve(at(0), hold.approvalId);
      await Promise.allSettled([approve(at(1), hold.approvalId), revokeTasks({}, [task.id], "Race.")]);
      expect((await findHold(hold.id))?.state).toBe("superseded");
    });
  }, 600_000);

  it("a last vote and the deadline: it is approved before it or expires, never both", async () => {
    const ends = new Set<string | undefined>();
    await races(async (race) => {
      const { hold } = await asked();
      await approve(at(0), hold.approvalId);
      await db().$executeRaw`UPDATE approval SET decide_by = clock_timestamp() + interval '4 milliseconds'
        WHERE id = ${hold.approvalId}::uuid`;
      await new Promise((resolve) => setTimeout(resolve, race % 6));
      await Promise.allSettled([approve(at(1), hold.approvalId), sweepDeadlines()]);
      await sweepDeadlines();
      const kinds = await db().entry.findMany({
        where: { approvalId: hold.approvalId, kind: { in: ["approval.approved", "approval.expired"] } },
        select: { kind: true },
      });
      expect(kinds).toHaveLength(1);
      ends.add(kinds[0]?.kind);
    });
    expect(ends.size).toBeGreaterThan(0);
  }, 600_000);

  it.each(["role", "group"] as const)(
    "a lost %s and a release: no call goes behind the loss, and what does not go is asked about again",
    async (lost) => {
      let went = 0;
      for (let race = 0; race < RACES; race += 1) {
        const { task, hold } = await asked();
        await approve(at(0), hold.approvalId);
        await approve(at(1), hold.approvalId);
        const ready = await findHold(hold.id);
        if (!ready) throw new Error("the hold is gone");
        const lose = async () => {
          if (lost === "role") await change(at(0), { roles: ["viewer"] });
          else await changeGroup("command line", group.id, { memberIds: [at(1).human.id, at(2).human.id] });
        };
        const event = makeAllow({ taskId: task.id, epoch: ready.epoch, agentId: task.agentId });
        const release = headStart(race, 0).then(() => releaseHold(ready, event, () => {}));
        const [allow] = await Promise.all([release, headStart(race, 1).then(lose)]);
        went += allow ? 1 : 0;
        const late = await db().$queryRaw<{ n: bigint }[]>`
          SELECT count(*) AS n FROM entry a WHERE a.task_id = ${task.id}::uuid AND a.kind = 'call.allowed' AND a.seq >
            (SELECT max(seq) FROM entry WHERE kind IN ('human.changed', 'group.changed'))`;
        expect(late[0]?.n).toBe(0n);
        if (!allow) {
          expect(await endUnsigned(ready)).toBe(true);
          expect(await findHold(hold.id)).toMatchObject({
            state: "superseded",
            reason: expect.stringMatching(/is no longer .*, so it is asked about again\.$/),
          });
        }
        await change(at(0), { roles: ["viewer", "approver"] });
        await changeGroup("command line", group.id, { memberIds: people.map(({ human }) => human.id) });
      }
      expect(went).toBeGreaterThan(0);
      expect(went).toBeLessThan(RACES);
    },
    300_000,
  );
});
