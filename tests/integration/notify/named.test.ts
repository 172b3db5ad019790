import { beforeAll, describe, expect, it } from "vitest";
import { answerQuestion, readQuestions, reviewApproval } from "../../../lib/approvals/index";
import { type AuditEvent, listEntries, record } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { removeChannel } from "../../../lib/notify/index";
import { makeAgent, makeRunningTask } from "../../factories/tasks";
import { headerOf } from "../../fakes/mailbox";
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

const mailsTo = (person: Person) =>
  mail.mailbox.mails.filter(({ to }) => to.includes(person.human.email)).map((sent) => headerOf(sent, "Subject") ?? "");
const named = ({ human }: Person) => ({ id: human.id, name: human.name });
const write = (event: AuditEvent) => inTransaction((tx) => record(tx, event));

/** The entry that an escalation writes. */
const escalated = (approvalId: string, whom: Person[]): AuditEvent => ({
  kind: "approval.escalated",
  approvalId,
  facts: {
    to: "the admins",
    role: "admin",
    group: null,
    approve: 1,
    decideBy: new Date(Date.now() + 60_000).toISOString(),
    whom: whom.map(named),
  },
});

describe("those whom an entry names", () => {
  it("are told that a question was put to them, as far as they may answer it", async () => {
    const second = await makePerson(["viewer", "approver", "admin"]);
    const viewer = await makePerson(["viewer"]);
    await tell(second, [mail.id], ["pending"]);
    const { approvalId } = await makeQuestion({ tell: [] });
    await write(escalated(approvalId, [second, viewer]));
    await settled(approvalId);
    expect(mailsTo(second)).toEqual([expect.stringMatching(/^An approval was put to you too: Call write_file/)]);
    expect(mailsTo(viewer)).toEqual([]);
  });

  it("are not asked any more once it is decided", async () => {
    const second = await makePerson(["viewer", "approver", "admin"]);
    const { approvalId } = await makeQuestion({ tell: [] });
    await answer(world.sam, approvalId);
    await write(escalated(approvalId, [second]));
    await planned(world);
    expect((await deliveriesOf(approvalId)).filter(({ humanId }) => humanId === second.human.id)).toEqual([]);
  });

  it("hear of a broken glass and of its being forgotten, whatever else they chose, and so do rooms", async () => {
    const auditor = await makePerson(["viewer", "auditor"]);
    const room = await makeRoom(world, { from: "read", events: [] });
    await tell(auditor, [mail.id], []);
    const { approvalId } = await makeQuestion({ tell: [] });
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const glassId = newId();
    await write({
      kind: "approval.broken_glass",
      approvalId,
      humanId: world.ada.human.id,
      facts: {
        reason: "The site is down",
        digest: "ab".repeat(32),
        until: at,
        judgeBy: at,
        glassId,
        whom: [named(auditor)],
      },
    });
    await until(() => mailsTo(auditor).length === 1);
    await write({
      kind: "approval.glass_overdue",
      approvalId,
      facts: { glassId, judgeBy: at, by: named(world.ada), whom: [named(auditor)] },
    });
    await until(() => mailsTo(auditor).length === 2);
    expect(mailsTo(auditor)).toEqual([
      expect.stringMatching(/^Glass was broken/),
      expect.stringMatching(/^Nobody has judged why glass was broken/),
    ]);
    await until(() => about(room, approvalId).length === 2);
    expect(about(room, approvalId).map(({ type }) => type)).toEqual([
      "approval.broken_glass",
      "approval.glass_overdue",
    ]);
  });
});

describe("a question before a decision", () => {
  it("reaches whoever owns the agent, its answer whoever asked; each of several, and no room by itself", async () => {
    const owner = await makePerson(["viewer"]);
    const room = await makeRoom(world, { from: "read" });
    await tell(owner, [mail.id]);
    await tell(world.sam, [mail.id]);
    const agent = await makeAgent({ ownerId: owner.human.id });
    const { approvalId } = await makeQuestion({ task: await makeRunningTask({ agentId: agent.id }), tell: [] });
    const ask = (reason: string) => reviewApproval(world.sam, approvalId, { answer: "ask", reason });
    await ask("What is in canary-7?");
    await ask("And why now?");
    await until(() => mailsTo(owner).length === 2);
    expect(mailsTo(owner)[0]).toMatch(/^A reviewer asks something about your agent: Call write_file/);
    const [question] = await readQuestions(approvalId);
    await answerQuestion({ person: owner, approvalId }, question?.id ?? "", "The canary-7 report.");
    await until(() => mailsTo(world.sam).some((subject) => subject.startsWith("Your question was answered")));
    expect(JSON.stringify(mail.mailbox.mails)).not.toContain("canary-7");
    await planned(world);
    expect(about(room, approvalId).filter(({ type }) => /asked|answered/.test(type))).toEqual([]);
    await removeChannel(world.admin.human, room.id);
  });

  it("is not told any more once it is decided", async () => {
    const owner = await makePerson(["viewer"]);
    await tell(owner, [mail.id]);
    const agent = await makeAgent({ ownerId: owner.human.id });
    const { approvalId } = await makeQuestion({ task: await makeRunningTask({ agentId: agent.id }), tell: [] });
    const [entry] = await listEntries({ approvalId, kinds: ["approval.requested"] }, 1, "newest");
    await answer(world.sam, approvalId);
    const facts = { question: newId(), text: "Why?", via: "page", calls: [], whom: [named(owner)] };
    await write({ kind: "approval.asked_back", approvalId, taskId: entry?.taskId, facts });
    await planned(world);
    expect((await deliveriesOf(approvalId)).filter(({ event }) => event === "asked")).toEqual([]);
  });
});

describe("a group that a rule tells", () => {
  it("is its members who may answer, and who stands for one who is away", async () => {
    const [member, stand, other] = [
      await makePerson(["viewer", "approver"]),
      await makePerson(["viewer", "approver"]),
      await makePerson(["viewer", "approver"]),
    ];
    const group = await db().group.create({ data: { id: newId(), name: "security" } });
    await db().groupMember.create({ data: { groupId: group.id, humanId: member.human.id } });
    const untilAt = new Date(Date.now() + 3_600_000);
    await db().absence.create({
      data: { id: newId(), humanId: member.human.id, delegateId: stand.human.id, untilAt },
    });
    for (const person of [member, stand, other]) await tell(person, [mail.id]);
    const { approvalId } = await makeQuestion({ tell: ["group:security"] });
    await settled(approvalId);
    expect([mailsTo(member).length, mailsTo(stand).length, mailsTo(other).length]).toEqual([1, 1, 0]);
  });

  it("leaves out who owns the agent under another account", async () => {
    const { task } = await makeQuestion({ tell: [] });
    const agent = await db().agent.findUniqueOrThrow({ where: { id: task.agentId } });
    const twin = await makePerson(["viewer", "approver"]);
    await db().human.update({ where: { id: twin.human.id }, data: { samePersonAs: agent.ownerId } });
    await tell(twin, [mail.id]);
    const { approvalId } = await makeQuestion({ tell: [twin.human.email] });
    await settled(approvalId);
    expect(mailsTo(twin)).toHaveLength(1); // another agent's question
    const own = await makeQuestion({ task, path: "notes/own.md", tell: [twin.human.email, world.sam.human.email] });
    await settled(own.approvalId);
    expect((await deliveriesOf(own.approvalId)).map(({ humanId }) => humanId)).toEqual([world.sam.human.id]);
  });
});
