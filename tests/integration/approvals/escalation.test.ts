import { beforeAll, describe, expect, it } from "vitest";
import { findApproval, followTask, sweepDeadlines, sweepEscalations } from "../../../lib/approvals/index";
import { listEntries } from "../../../lib/audit/index";
import { db } from "../../../lib/db/index";
import { comeBack, configureIdentity, goAway } from "../../../lib/identity/index";
import type { Person, SignedIn } from "../../../lib/identity/schema";
import { followTasks, forgetFollowers } from "../../../lib/tasks/index";
import { makeApprover, makeHold } from "../../factories/holds";
import { makeRunningTask } from "../../factories/tasks";
import { approve, groupOf, needOf } from "../../factories/votes";
import { freshDatabase } from "../../setup/database";

let [ada, lead, stand]: Person[] = [];
const person = (one: Person | undefined): Person => {
  if (!one) throw new Error("nobody");
  return one;
};
beforeAll(async () => {
  await freshDatabase();
  configureIdentity({ publicUrl: "http://localhost:3000", secret: "a secret for tests of at least 32 characters" });
  forgetFollowers();
  followTasks(followTask);
  [ada, lead, stand] = await Promise.all([makeApprover(), makeApprover(), makeApprover()]);
  await groupOf("leads", person(lead));
});

const escalate = { beforeSeconds: 600, group: "leads", approve: 1 };
const asked = async (over: { decideBySeconds?: number } = {}) => {
  const needs = [needOf({ any: [{ approve: 3 }], escalate })];
  return makeHold(await makeRunningTask(), undefined, { needs, ...over });
};
const soon = () => new Date(Date.now() + 3_600_000).toISOString();
const away = (who: Person, delegate: Person | null, until = soon()) =>
  goAway(who as SignedIn, { until, delegateId: delegate?.human.id ?? null, note: "" });

describe("a question that nobody has decided", () => {
  it("goes on once its time has come, and not before; the entry says to whom", async () => {
    const hold = await asked();
    await sweepEscalations();
    expect((await findApproval(hold.approvalId))?.escalated).toEqual([]);
    await db().$executeRaw`UPDATE approval SET decide_by = clock_timestamp() + interval '9 minutes',
      escalate_at = clock_timestamp() - interval '1 minute' WHERE id = ${hold.approvalId}::uuid`;
    await sweepEscalations();
    await sweepEscalations();
    const entries = await listEntries({ approvalId: hold.approvalId, kinds: ["approval.escalated"] }, 10, "oldest");
    expect(entries).toHaveLength(1);
    expect(entries[0]?.facts).toMatchObject({ to: "leads", group: "leads", approve: 1 });
    expect(entries[0]?.facts.whom).toEqual([{ id: person(lead).human.id, name: person(lead).human.name }]);
    expect(await findApproval(hold.approvalId)).toMatchObject({ state: "pending", escalateAt: null });
  });

  it("is decided by those to whom it went, and by nobody through time alone", async () => {
    const hold = await asked();
    await approve(person(lead), hold.approvalId);
    expect((await findApproval(hold.approvalId))?.state).toBe("pending");
    const early = await asked({ decideBySeconds: 600 });
    await sweepEscalations();
    expect((await findApproval(early.approvalId))?.state).toBe("pending");
    await approve(person(lead), early.approvalId);
    expect((await findApproval(early.approvalId))?.state).toBe("approved");
  });

  it("counts an earlier vote of theirs again when they say it again", async () => {
    const hold = await asked({ decideBySeconds: 601 });
    await approve(person(lead), hold.approvalId);
    await db()
      .$executeRaw`UPDATE approval SET escalate_at = clock_timestamp(), decide_by = clock_timestamp() + interval '599 seconds'
      WHERE id = ${hold.approvalId}::uuid`;
    await sweepEscalations();
    expect((await findApproval(hold.approvalId))?.state).toBe("pending");
    await approve(person(lead), hold.approvalId);
    expect((await findApproval(hold.approvalId))?.state).toBe("approved");
  });

  it("expires all the same when nobody answers: a deadline never approves", async () => {
    const hold = await asked({ decideBySeconds: 600 });
    await sweepEscalations();
    await db().$executeRaw`UPDATE approval SET decide_by = clock_timestamp() WHERE id = ${hold.approvalId}::uuid`;
    await sweepDeadlines();
    expect((await findApproval(hold.approvalId))?.state).toBe("expired");
  });
});

describe("somebody who is away", () => {
  it("has their place in their group filled by whom they named, until they come back", async () => {
    const needs = [needOf({ any: [{ approve: 1, group: "leads" }] })];
    const hold = await makeHold(await makeRunningTask(), undefined, { needs });
    await expect(approve(person(stand), hold.approvalId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await away(person(lead), person(stand));
    await approve(person(stand), hold.approvalId);
    expect((await findApproval(hold.approvalId))?.state).toBe("approved");
    expect(await db().signer.findMany({ where: { approvalId: hold.approvalId } })).toEqual([
      expect.objectContaining({ humanId: person(stand).human.id, seatId: person(lead).human.id, groupName: "leads" }),
    ]);
    await comeBack(person(lead) as SignedIn);
    const next = await makeHold(await makeRunningTask(), undefined, { needs });
    await expect(approve(person(stand), next.approvalId)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is so for at most 30 days, and names an approver who is here: no cycle, no chain, not themselves", async () => {
    const refused = (going: Promise<unknown>, field: string) =>
      expect(going).rejects.toMatchObject({
        code: "INVALID_INPUT",
        detail: { fields: { [field]: expect.any(String) } },
      });
    const days = (many: number) => new Date(Date.now() + many * 86_400_000).toISOString();
    await refused(away(person(lead), null, days(31)), "until");
    await refused(away(person(lead), null, days(-1)), "until");
    await refused(away(person(lead), person(lead)), "delegateId");
    await away(person(stand), null);
    await refused(away(person(lead), person(stand)), "delegateId");
    await comeBack(person(stand) as SignedIn);
    await away(person(lead), person(stand));
    await refused(away(person(stand), person(lead)), "delegateId");
    const viewer = await makeApprover();
    await db().human.update({ where: { id: viewer.human.id }, data: { roles: ["viewer"] } });
    await refused(away(person(lead), viewer), "delegateId");
    expect(await db().absence.count({ where: { endedAt: null } })).toBe(1);
    await comeBack(person(lead) as SignedIn);
  });

  it("does not pass a place on: who stands in and goes away too fills it no less, but nobody fills it for them", async () => {
    await away(person(lead), person(stand));
    await away(person(stand), person(ada));
    const needs = [needOf({ any: [{ approve: 1, group: "leads" }] })];
    const hold = await makeHold(await makeRunningTask(), undefined, { needs });
    await expect(approve(person(ada), hold.approvalId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await comeBack(person(stand) as SignedIn);
    await comeBack(person(lead) as SignedIn);
  });
});
