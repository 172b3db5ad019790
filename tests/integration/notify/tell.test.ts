import { beforeAll, describe, expect, it } from "vitest";
import { sweepDeadlines } from "../../../lib/approvals/index";
import { db } from "../../../lib/db/index";
import { disablePerson } from "../../../lib/identity/index";
import type { Person } from "../../../lib/identity/schema";
import { disableChannel } from "../../../lib/notify/index";
import { makeHeldCall, makeHold } from "../../factories/holds";
import { makeAgent, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { headerOf, partOf } from "../../fakes/mailbox";
import { makePerson } from "../../setup/house";
import {
  about,
  answer,
  deliveriesOf,
  makeMailChannel,
  makeQuestion,
  makeRoom,
  type NotifyWorld,
  openNotifyWorld,
  PUBLIC_URL,
  planned,
  settled,
  startTelling,
  tell,
  until,
} from "./world";

let world: NotifyWorld;
let mail: Awaited<ReturnType<typeof makeMailChannel>>;

beforeAll(async () => {
  world = await openNotifyWorld();
  mail = await makeMailChannel(world);
  startTelling(world);
});

/** Nobody else is told while one test looks at its own person. */
const mailsTo = (person: Person) => mail.mailbox.mails.filter(({ to }) => to.includes(person.human.email));
const newApprover = () => makePerson(["viewer", "approver"]);

describe("an approver", () => {
  it("is told by mail that something waits, with the verb line, the class, the deadline, the digest code and the link", async () => {
    const person = await newApprover();
    await tell(person, [mail.id]);
    const { approvalId } = await makeQuestion({ tell: [person.human.email] });
    await settled(approvalId);
    const [sent, ...more] = mailsTo(person);
    expect(more).toEqual([]);
    if (!sent) throw new Error("no mail came");
    expect(headerOf(sent, "Subject")).toBe("An approval waits: Call write_file on files");
    expect(headerOf(sent, "From")).toBe("Countersign <countersign@example.com>");
    expect(headerOf(sent, "Auto-Submitted")).toBe("auto-generated");
    const [delivery] = await deliveriesOf(approvalId);
    expect(headerOf(sent, "Message-ID")).toBe(`<${delivery?.id}@countersign.example.com>`);
    const { digest } = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
    const text = partOf(sent, "text/plain").replace(/\r\n/g, "\n");
    expect(text).toContain("Call write_file on files");
    expect(text).toMatch(/Class: +write/);
    expect(text).toMatch(/Decide by: +\d+ \w+ \d{4}, \d\d:\d\d CES?T \(in (30|29) min/);
    expect(text).toContain(`Digest code: ${digest.slice(0, 4)} ${digest.slice(4, 8)}`);
    expect(text).toContain(`${PUBLIC_URL}/inbox/${approvalId}`);
    expect(partOf(sent, "text/html")).toContain(`href="${PUBLIC_URL}/inbox/${approvalId}"`);
    // What was to be written, and where, is for those who may see payloads, on the page.
    expect(sent.source).not.toContain("today.md");
    expect(delivery).toMatchObject({ state: "sent", attempts: 1, note: expect.stringMatching(/^250 /) });
  });

  it("who has not chosen is told by mail of what waits for them, and of nothing else", async () => {
    const person = await newApprover();
    const { approvalId } = await makeQuestion({ tell: [person.human.email] });
    await settled(approvalId);
    await answer(world.sam, approvalId);
    await planned(world);
    expect(mailsTo(person).map((sent) => headerOf(sent, "Subject")?.split(":")[0])).toEqual(["An approval waits"]);
  });

  it("who chose nothing is told nothing", async () => {
    const person = await newApprover();
    await tell(person, []);
    const { approvalId } = await makeQuestion({ tell: [person.human.email] });
    await planned(world);
    expect(await deliveriesOf(approvalId)).toEqual([]);
  });

  it("is told what was decided and who decided, but not of what they decided themselves", async () => {
    const [person, other] = [await newApprover(), await newApprover()];
    await tell(person, [mail.id], ["decided"]);
    await tell(other, [mail.id], ["decided"]);
    const { approvalId } = await makeQuestion({ tell: [person.human.email, other.human.email] });
    await answer(other, approvalId, "deny");
    await settled(approvalId);
    expect(mailsTo(person).map((sent) => headerOf(sent, "Subject"))).toEqual([
      expect.stringMatching(/^Denied by .*: Call write_file on files$/),
    ]);
    expect(mailsTo(other)).toEqual([]);
  });

  it("is told what expired", async () => {
    const person = await newApprover();
    await tell(person, [mail.id], ["ended"]);
    const { approvalId } = await makeQuestion({ tell: [person.human.email], decideBySeconds: 1 });
    await until(async () => {
      await sweepDeadlines();
      return (await deliveriesOf(approvalId)).length > 0;
    });
    await settled(approvalId);
    expect(headerOf(mailsTo(person)[0] ?? { from: "", to: [], source: "" }, "Subject")).toMatch(
      /^An approval expired:/,
    );
  });

  it("who owns the agent is not told that something waits for them, but what came of it", async () => {
    const owner = await newApprover();
    await tell(owner, [mail.id], ["pending", "decided"]);
    const agent = await makeAgent({ ownerId: owner.human.id });
    const task = await makeRunningTask({ agentId: agent.id });
    const { approvalId } = await makeQuestion({ task });
    await answer(world.sam, approvalId);
    await until(() => mailsTo(owner).length > 0);
    expect(mailsTo(owner).map((sent) => headerOf(sent, "Subject"))).toEqual([expect.stringMatching(/^Approved by /)]);
  });

  it("is told once in each place they chose", async () => {
    const person = await newApprover();
    const second = await makeMailChannel(world);
    const room = await makeRoom(world);
    await tell(person, [mail.id, second.id, room.id]);
    const { approvalId } = await makeQuestion({ tell: [person.human.email] });
    await settled(approvalId);
    expect([mailsTo(person).length, second.mailbox.mails.length, about(room, approvalId).length]).toEqual([1, 1, 1]);
    await disableChannel(null, second.id, "not needed any more");
  });
});

describe("a rule", () => {
  it("that tells all approvers tells each who may answer, and nobody else", async () => {
    const approver = await newApprover();
    const viewer = await makePerson(["viewer", "admin"]);
    const { approvalId } = await makeQuestion();
    await settled(approvalId);
    expect([mailsTo(approver).length, mailsTo(viewer).length]).toEqual([1, 0]);
  });

  it("that tells nobody sends nothing", async () => {
    const { approvalId } = await makeQuestion({ tell: [] });
    await planned(world);
    expect(await deliveriesOf(approvalId)).toEqual([]);
  });

  it("that names a room tells that room, whatever people chose", async () => {
    const room = await makeRoom(world);
    const { approvalId } = await makeQuestion({ tell: [`channel:${room.name}`] });
    await settled(approvalId);
    expect(about(room, approvalId)).toHaveLength(1);
  });

  it("that names somebody who is no approver tells them nothing", async () => {
    const viewer = await makePerson(["viewer"]);
    await tell(viewer, [mail.id]);
    const { approvalId } = await makeQuestion({ tell: [viewer.human.email] });
    await planned(world);
    expect(await deliveriesOf(approvalId)).toEqual([]);
  });

  it("of a call that joins a question tells those who were not told yet, and only them", async () => {
    const [first, second] = [await newApprover(), await newApprover()];
    const task = await makeRequestedTask();
    const one = await makeHold(task, makeHeldCall(task), { tell: [first.human.email] });
    await settled(one.approvalId);
    const two = await makeHold(task, makeHeldCall(task, { path: "notes/other.md" }), { tell: [second.human.email] });
    expect(two.approvalId).toBe(one.approvalId);
    await until(() => mailsTo(second).length > 0);
    await planned(world);
    expect([mailsTo(first).length, mailsTo(second).length]).toEqual([1, 1]);
  });
});

describe("between the plan and the sending", () => {
  /** Plans for one person whose mail server does not take anything yet. */
  async function planFor(person: Person) {
    mail.mailbox.refuseRecipients = { code: 451, words: "later" };
    await tell(person, [mail.id]);
    const question = await makeQuestion({ tell: [person.human.email] });
    await until(async () => {
      const delivery = await deliveryTo(person, question.approvalId);
      return delivery?.state === "waiting" && delivery.attempts > 0;
    });
    return question;
  }
  const deliveryTo = async (person: Person, approvalId: string) =>
    (await deliveriesOf(approvalId)).find(({ humanId }) => humanId === person.human.id);
  const rush = (approvalId: string) =>
    db()
      .$executeRaw`UPDATE delivery SET next_at = clock_timestamp() WHERE approval_id = ${approvalId}::uuid AND state = 'waiting'`;

  it.each([
    ["was disabled", (person: Person) => disablePerson(world.admin, person.human.id, "left")],
    [
      "lost the role",
      (person: Person) => db().human.update({ where: { id: person.human.id }, data: { roles: ["viewer"] } }),
    ],
    ["chose otherwise", (person: Person) => tell(person, [])],
  ])("somebody who %s gets nothing", async (_, happens) => {
    const person = await newApprover();
    const { approvalId } = await planFor(person);
    await happens(person);
    mail.mailbox.refuseRecipients = null;
    await rush(approvalId);
    await settled(approvalId);
    expect(mailsTo(person)).toEqual([]);
    expect(await deliveryTo(person, approvalId)).toMatchObject({ state: "dropped" });
  });

  it("nobody is asked any more for what was decided", async () => {
    const person = await newApprover();
    const { approvalId } = await planFor(person);
    await answer(world.sam, approvalId);
    mail.mailbox.refuseRecipients = null;
    await settled(approvalId);
    expect(mailsTo(person)).toEqual([]);
    expect(await deliveryTo(person, approvalId)).toMatchObject({ state: "dropped", note: "It is approved already." });
  });
});
