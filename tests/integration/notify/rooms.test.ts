import { Webhook } from "standardwebhooks";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import { disableChannel, enableChannel } from "../../../lib/notify/index";
import {
  about,
  answer,
  deliveriesOf,
  makeQuestion,
  makeRoom,
  type NotifyWorld,
  openNotifyWorld,
  PUBLIC_URL,
  planned,
  settled,
  startTelling,
  until,
} from "./world";

let world: NotifyWorld;

beforeAll(async () => {
  world = await openNotifyWorld();
  startTelling(world);
});

describe("a room", () => {
  it("hears of approvals of its class and above, and what came of them", async () => {
    const writes = await makeRoom(world, { from: "write" });
    const worst = await makeRoom(world, { from: "destructive" });
    const { approvalId } = await makeQuestion({ tell: [] });
    await settled(approvalId);
    await answer(world.sam, approvalId);
    await until(() => about(writes, approvalId).length === 2);
    expect(about(writes, approvalId).map(({ type }) => type)).toEqual(["approval.pending", "approval.decided"]);
    expect(about(worst, approvalId)).toEqual([]);
  });

  it("hears only the events it is for", async () => {
    const room = await makeRoom(world, { from: "read", events: ["decided"] });
    const { approvalId } = await makeQuestion({ tell: [] });
    await answer(world.sam, approvalId, "deny");
    await until(() => about(room, approvalId).length > 0);
    expect(about(room, approvalId).map(({ type }) => type)).toEqual(["approval.decided"]);
  });

  it("of a program gets a signed message that the Standard Webhooks library accepts, with the delivery's id", async () => {
    const room = await makeRoom(world, { from: "write" });
    const { approvalId } = await makeQuestion({ tell: [] });
    await settled(approvalId);
    const [received] = room.receiver.received;
    if (!received) throw new Error("nothing came");
    const headers = received.headers as Record<string, string>; // the three that count are there, or it throws
    expect(new Webhook(room.secret).verify(received.body, headers)).toMatchObject({
      type: "approval.pending",
      version: 1,
      data: { approval: { id: approvalId, state: "pending", url: `${PUBLIC_URL}/inbox/${approvalId}` } },
    });
    const delivery = (await deliveriesOf(approvalId)).find(({ channelId }) => channelId === room.id);
    expect(headers["webhook-id"]).toBe(delivery?.id);
    expect(received.body).not.toContain("today.md");
  });

  it.each(["slack", "teams"] as const)("of %s gets its card, and later who decided", async (kind) => {
    const room = await makeRoom(world, { kind, from: "write" });
    const { approvalId } = await makeQuestion({ tell: [] });
    await settled(approvalId);
    await answer(world.sam, approvalId);
    const url = `${PUBLIC_URL}/inbox/${approvalId}`;
    const mine = () => room.receiver.received.filter(({ body }) => body.includes(url));
    await until(() => mine().length === 2);
    expect(mine()[0]?.body).toContain("An approval waits");
    expect(mine()[1]?.body).toContain(`Approved by `);
  });

  it("that was added later is told nothing of what was before", async () => {
    const { approvalId } = await makeQuestion({ tell: [] });
    await planned(world);
    const room = await makeRoom(world, { from: "read" });
    const next = await makeQuestion({ tell: [] });
    await settled(next.approvalId);
    expect(about(room, approvalId)).toEqual([]);
    expect(about(room, next.approvalId)).toHaveLength(1);
  });

  it("that is switched off hears nothing, and on again only what comes then", async () => {
    const room = await makeRoom(world, { from: "read" });
    await disableChannel(world.admin.human, room.id, "for a test");
    const { approvalId } = await makeQuestion({ tell: [] });
    await planned(world);
    await enableChannel(world.admin.human, room.id);
    const next = await makeQuestion({ tell: [] });
    await settled(next.approvalId);
    expect([about(room, approvalId).length, about(room, next.approvalId).length]).toEqual([0, 1]);
  });
});

describe("the link of a message", () => {
  it("decides nothing: telling leaves the approval as it is", async () => {
    const room = await makeRoom(world, { from: "read" });
    const { approvalId } = await makeQuestion({ tell: [] });
    await settled(approvalId);
    expect(about(room, approvalId)).toHaveLength(1);
    const approval = await db().approval.findUniqueOrThrow({ where: { id: approvalId }, include: { reviews: true } });
    expect(approval).toMatchObject({ state: "pending", reviews: [] });
  });
});
