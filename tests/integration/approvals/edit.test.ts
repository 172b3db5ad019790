import { beforeAll, describe, expect, it } from "vitest";
import { findApproval, findHold, followTask, renderApproval, reviewApproval } from "../../../lib/approvals/index";
import { findBody, listEntries } from "../../../lib/audit/index";
import { digestOf } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { followTasks, forgetFollowers } from "../../../lib/tasks/index";
import { makeApprover, makeHeldCall, makeHold, shownDigest, shownOf } from "../../factories/holds";
import { makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { approve, needOf } from "../../factories/votes";
import { freshDatabase } from "../../setup/database";

let [ada, ben]: Person[] = [];
const person = (one: Person | undefined): Person => {
  if (!one) throw new Error("nobody");
  return one;
};
beforeAll(async () => {
  await freshDatabase();
  forgetFollowers();
  followTasks(followTask);
  [ada, ben] = await Promise.all([makeApprover(), makeApprover()]);
});

const edit = async (who: Person | undefined, approvalId: string, given: { [name: string]: string }) =>
  reviewApproval(person(who), approvalId, {
    answer: "edit",
    arguments: given,
    reason: "Other folder.",
    ...(await shownOf(approvalId)),
  });
const heldWith = async (more: Parameters<typeof makeHold>[2] = {}) => {
  const task = await makeRunningTask();
  const call = makeHeldCall(task, { path: "a.txt", more: { password: "correct horse" } });
  return { task, call, hold: await makeHold(task, call, more) };
};

describe("a call whose arguments a reviewer edited", () => {
  it("is approved as it was edited, under another digest, and the agent's own arguments stay beside it", async () => {
    const { task, call, hold } = await heldWith();
    const before = await shownDigest(hold.approvalId);
    await edit(ada, hold.approvalId, { path: "b.txt", password: "new" });
    const approval = await findApproval(hold.approvalId);
    const [asked] = approval?.asked.calls ?? [];
    const ready = await findHold(hold.id);
    expect(ready).toMatchObject({ state: "ready", argumentsDigest: call.argumentsDigest, editId: asked?.edited?.id });
    expect(asked?.edited).toMatchObject({ from: call.argumentsDigest, by: { id: ada?.human.id } });
    const content = '{"password":"new","path":"b.txt"}';
    expect(asked?.argumentsDigest).toBe(digestOf(content));
    expect((await findBody(ready?.editId ?? "", "arguments"))?.content).toBe(content);
    expect((await findBody(call.callId, "arguments"))?.content).toContain("a.txt");
    expect(approval).toMatchObject({ state: "approved" });
    expect(approval?.digest).not.toBe(before);
    const entries = await listEntries({ taskId: task.id }, 100, "oldest");
    expect(entries.find(({ kind }) => kind === "approval.edited")).toMatchObject({
      humanId: ada?.human.id,
      digest: approval?.digest,
      facts: { before, edit: ready?.editId, reason: "Other folder." },
    });
  });

  it("voids the votes on what was there, counts the editor's own, and takes the others' on what is there now", async () => {
    const { hold } = await heldWith({ needs: [needOf()] });
    await approve(person(ada), hold.approvalId);
    const seen = await shownOf(hold.approvalId);
    await edit(ben, hold.approvalId, { path: "b.txt", password: "new" });
    expect(await findApproval(hold.approvalId)).toMatchObject({ state: "pending", voided: [{ digest: seen.digest }] });
    await expect(reviewApproval(person(ada), hold.approvalId, { answer: "approve", ...seen })).rejects.toMatchObject({
      code: "DIGEST_MISMATCH",
    });
    expect((await findHold(hold.id))?.state).toBe("waiting");
    await approve(person(ada), hold.approvalId);
    expect(await findHold(hold.id)).toMatchObject({ state: "ready" });
  });

  it("may be edited again by the next one; what is sent is the last", async () => {
    const { call, hold } = await heldWith({ needs: [needOf()] });
    await edit(ada, hold.approvalId, { path: "b.txt", password: "new" });
    await edit(ben, hold.approvalId, { path: "c.txt", password: "new" });
    await approve(person(ada), hold.approvalId);
    const approval = await findApproval(hold.approvalId);
    expect(approval?.asked.calls[0]).toMatchObject({ edited: { from: call.argumentsDigest } });
    expect((await findBody((await findHold(hold.id))?.editId ?? "", "arguments"))?.content).toContain("c.txt");
  });

  it("is shown as it was edited", async () => {
    const { call, hold } = await heldWith({ needs: [needOf()] });
    await edit(ada, hold.approvalId, { path: "b.txt" });
    const approval = await findApproval(hold.approvalId);
    const rows = approval && (await renderApproval(approval.asked)).calls.get(call.callId)?.rows;
    expect(rows?.map(({ pointer, value }) => [pointer, value])).toEqual([["/path", "b.txt"]]);
  });

  it("keeps a masked value that was left as it was shown", async () => {
    const { hold } = await heldWith();
    await db().$executeRaw`UPDATE approval SET asked = jsonb_set(asked, '{calls,0,mask}', '["password"]')
      WHERE id = ${hold.approvalId}::uuid`;
    await edit(ada, hold.approvalId, { path: "b.txt", password: "[masked, 13 characters]" });
    const { editId } = (await findHold(hold.id)) ?? {};
    expect((await findBody(editId ?? "", "arguments"))?.content).toBe('{"password":"correct horse","path":"b.txt"}');
  });
});

describe("an edit that is none", () => {
  const refused = async (work: Promise<unknown>, approvalId: string, code: string) => {
    const digest = await shownDigest(approvalId);
    await expect(work).rejects.toMatchObject({ code });
    expect(await db().review.count({ where: { approvalId } })).toBe(0);
    expect(await shownDigest(approvalId)).toBe(digest);
  };

  it("is refused, and changes nothing: as it was, of a start, unread, from a stale page, unreadable", async () => {
    const { hold } = await heldWith();
    const same = { path: "a.txt", password: "correct horse" };
    await refused(edit(ada, hold.approvalId, same), hold.approvalId, "INVALID_INPUT");
    await refused(edit(ada, hold.approvalId, { path: "[masked, 5 characters]" }), hold.approvalId, "INVALID_INPUT");
    await refused(edit(ada, hold.approvalId, { path: "x".repeat(262_144) }), hold.approvalId, "INVALID_INPUT");
    const stale = reviewApproval(person(ada), hold.approvalId, {
      answer: "edit",
      arguments: { path: "b.txt" },
      digest: "0".repeat(64),
    });
    await refused(stale, hold.approvalId, "DIGEST_MISMATCH");
    const bytes = Buffer.alloc(300, 0xfe).toString("base64");
    await refused(edit(ada, hold.approvalId, { content: bytes }), hold.approvalId, "UNINSPECTABLE");
    const start = await makeHold(await makeRequestedTask());
    await refused(edit(ada, start.approvalId, { path: "b.txt" }), start.approvalId, "INVALID_INPUT");
  });

  it("is refused once the agent's own arguments were erased", async () => {
    const { call, hold } = await heldWith();
    const seen = await shownOf(hold.approvalId);
    await db()
      .$executeRaw`UPDATE body SET content = NULL, erased_at = clock_timestamp() WHERE call_id = ${call.callId}::uuid`;
    const late = reviewApproval(person(ada), hold.approvalId, {
      answer: "edit",
      arguments: { path: "b.txt" },
      digest: seen.digest,
    });
    await refused(late, hold.approvalId, "INVALID_INPUT");
  });
});
