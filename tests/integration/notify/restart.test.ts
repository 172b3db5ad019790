import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import { addChannel } from "../../../lib/notify/index";
import { planDeliveries } from "../../../lib/notify/plan";
import type { NewChannel } from "../../../lib/notify/schema";
import { type Receiver, startReceiver } from "../../fakes/receiver";
import { atEnd } from "../../setup/clean-up";
import { type GatewayProcess, startGatewayProcess } from "../../setup/gateway-processes";
import { type House, startHouse } from "../../setup/house";
import { deliveriesOf, hurry, makeQuestion, until } from "./world";

let house: House;
let receiver: Receiver;
const processes: GatewayProcess[] = [];

beforeAll(async () => {
  house = await startHouse();
  receiver = await startReceiver();
  atEnd(receiver.stop);
  const settings: NewChannel = {
    kind: "webhook",
    url: receiver.url,
    from: "read",
    events: ["pending", "decided", "ended"],
    timeZone: "UTC",
  };
  await addChannel(house.admin.human, { name: "room", settings });
}, 120_000);

afterEach(async () => {
  for (const one of processes.splice(0)) {
    one.signal("SIGKILL");
    await one.ended;
  }
  receiver.received = [];
  receiver.answer = (response) => response.end("ok");
});

const start = async () => {
  const made = await startGatewayProcess(house);
  processes.push(made);
  return made;
};
/** Several at once, but fewer than there are connections. */
async function questions(count: number) {
  const asked: Awaited<ReturnType<typeof makeQuestion>>[] = [];
  const worker = async () => {
    while (asked.length < count) asked.push(await makeQuestion({ tell: [] }));
  };
  await Promise.all([worker(), worker(), worker()]);
  return asked;
}
const idsOf = () => receiver.received.map(({ headers }) => String(headers["webhook-id"]));
const allSent = (approvalIds: string[]) =>
  until(async () => {
    const rows = await db().delivery.findMany({ where: { approvalId: { in: approvalIds } } });
    return rows.length === approvalIds.length && rows.every(({ state }) => state === "sent");
  }, 40_000);

describe("across restarts", () => {
  it("two instances that race send each message once", async () => {
    await Promise.all([start(), start()]);
    const asked = await questions(30);
    await allSent(asked.map(({ approvalId }) => approvalId));
    expect(idsOf()).toHaveLength(asked.length);
    expect(new Set(idsOf()).size).toBe(asked.length);
  });

  it("what was planned before the process died is sent by the next one, once", async () => {
    const asked = await questions(5);
    const [{ last } = { last: 0n }] = await db().$queryRaw<{ last: bigint }[]>`SELECT max(seq) AS last FROM entry`;
    await until(() => house.machines.tail.position() >= last);
    expect(await planDeliveries(house.machines.tail.position())).toBe(asked.length);
    expect(receiver.received).toEqual([]);
    await start();
    await allSent(asked.map(({ approvalId }) => approvalId));
    expect(idsOf()).toHaveLength(asked.length);
  });

  it("what happened while no process ran is told by the next one, once", async () => {
    const asked = await questions(3);
    await start();
    await allSent(asked.map(({ approvalId }) => approvalId));
    expect(idsOf()).toHaveLength(asked.length);
  });

  it("a cursor that was lost plans nothing twice", async () => {
    const before = await db().delivery.count();
    await db().tellCursor.deleteMany();
    await planDeliveries(house.machines.tail.position());
    expect(await db().delivery.count()).toBe(before);
    const [row] = await db().tellCursor.findMany();
    expect(row?.seq).toBe(house.machines.tail.position());
  });

  it("a message whose outcome died with its process is sent again under the same id, by which it can be dropped", async () => {
    let first: (() => void) | undefined;
    const came = new Promise<void>((resolve) => {
      first = resolve;
    });
    receiver.answer = () => first?.(); // taken, but not answered
    const dying = await start();
    const { approvalId } = await makeQuestion({ tell: [] });
    await came;
    dying.signal("SIGKILL");
    await dying.ended;
    expect((await deliveriesOf(approvalId))[0]).toMatchObject({ state: "sending", attempts: 1 });
    receiver.answer = (response) => response.end("ok");
    await start();
    // Until the claim runs out it is the dead one's; here it has run out.
    await hurry(approvalId);
    await allSent([approvalId]);
    const [delivery] = await deliveriesOf(approvalId);
    expect(idsOf()).toEqual([delivery?.id, delivery?.id]);
  });
});
