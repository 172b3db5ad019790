import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { configureEgress } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import { addChannel, deliveryCounts, findChannel, retryDelivery, testChannel } from "../../../lib/notify/index";
import type { NewChannel } from "../../../lib/notify/schema";
import { headerOf, startMailbox } from "../../fakes/mailbox";
import { atEnd } from "../../setup/clean-up";
import {
  deliveriesOf,
  hurry,
  makeMailChannel,
  makeQuestion,
  makeRoom,
  type NotifyWorld,
  openNotifyWorld,
  type Room,
  settled,
  startTelling,
  tell,
  until,
} from "./world";

let world: NotifyWorld;
let room: Room;

beforeAll(async () => {
  world = await openNotifyWorld();
  startTelling(world);
});
beforeEach(async () => {
  room = await makeRoom(world);
});

const ask = () => makeQuestion({ tell: [`channel:${room.name}`] });
const only = async (approvalId: string) => {
  const [delivery] = await deliveriesOf(approvalId);
  if (!delivery) throw new Error("nothing was planned");
  return delivery;
};
const tried = (approvalId: string, times: number) =>
  until(async () => {
    const { attempts, state } = await only(approvalId).catch(() => ({ attempts: 0, state: "" }));
    return attempts >= times && state !== "sending";
  });
const secondsUntil = (at: Date) => (at.getTime() - Date.now()) / 1000;
const tester = () => ({ ...world.admin.human });

describe("a receiver that fails", () => {
  it("is tried again after five seconds, then after five minutes, under the same id", async () => {
    room.receiver.answer = (response) => response.writeHead(500).end("broken");
    const { approvalId } = await ask();
    await tried(approvalId, 1);
    const first = await only(approvalId);
    expect(first).toMatchObject({ state: "waiting", note: "HTTP 500: broken" });
    expect(secondsUntil(first.nextAt)).toBeLessThanOrEqual(6);
    await hurry(approvalId);
    await tried(approvalId, 2);
    expect(secondsUntil((await only(approvalId)).nextAt)).toBeGreaterThan(290);
    room.receiver.answer = (response) => response.end("ok");
    await hurry(approvalId);
    await settled(approvalId);
    expect(await only(approvalId)).toMatchObject({ state: "sent", attempts: 3, note: "HTTP 200: ok" });
    const ids = room.receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids)).toEqual(new Set([first.id]));
    expect(ids).toHaveLength(3);
  });

  it("after its last attempt is given up, and sent again when somebody says so", async () => {
    room.receiver.answer = (response) => response.writeHead(503).end();
    const { approvalId } = await ask();
    await tried(approvalId, 1);
    await db().delivery.updateMany({ where: { approvalId }, data: { attempts: 9 } });
    await hurry(approvalId);
    await settled(approvalId);
    const failed = await only(approvalId);
    expect(failed).toMatchObject({ state: "failed", note: "HTTP 503" });
    room.receiver.answer = (response) => response.end("ok");
    await retryDelivery(failed.id);
    await settled(approvalId);
    expect(await only(approvalId)).toMatchObject({ state: "sent", attempts: 1 });
    await expect(retryDelivery(failed.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("that asks for patience (429, Retry-After) is given it", async () => {
    room.receiver.answer = (response) => response.writeHead(429, { "retry-after": "120" }).end();
    const { approvalId } = await ask();
    await tried(approvalId, 1);
    const { nextAt, state } = await only(approvalId);
    expect(state).toBe("waiting");
    expect(Math.round(secondsUntil(nextAt) / 10)).toBe(12);
  });

  it("that says it is gone (410) switches its channel off, with the reason", async () => {
    room.receiver.answer = (response) => response.writeHead(410).end("channel_is_archived");
    const { approvalId } = await ask();
    await until(async () => (await findChannel(room.id)).state === "off");
    expect(await only(approvalId)).toMatchObject({ state: "failed", note: "HTTP 410: channel_is_archived" });
    expect((await findChannel(room.id)).offReason).toContain("HTTP 410");
    const [entry] = await db().$queryRaw<
      { body: string }[]
    >`SELECT body FROM entry WHERE kind = 'channel.disabled' ORDER BY seq DESC LIMIT 1`;
    expect(JSON.parse(entry?.body ?? "{}").facts).toMatchObject({ name: room.name });
  });

  it("that points elsewhere is not followed", async () => {
    const elsewhere = await makeRoom(world);
    room.receiver.answer = (response) => response.writeHead(302, { location: elsewhere.receiver.url }).end();
    const { approvalId } = await ask();
    await tried(approvalId, 1);
    expect((await only(approvalId)).note).toBe("HTTP 302: it points elsewhere, and redirects are not followed");
    expect(elsewhere.receiver.received).toEqual([]);
  });

  it("that never answers is left after a while, and does not hold up the others", async () => {
    room.receiver.answer = () => {};
    const other = await makeRoom(world);
    const hanging = await Promise.all([ask(), ask(), ask(), ask()]);
    const { approvalId } = await makeQuestion({ tell: [`channel:${other.name}`] });
    const askedAt = Date.now();
    await settled(approvalId);
    expect(Date.now() - askedAt).toBeLessThan(5000);
    const first = hanging[0].approvalId;
    await until(async () => (await only(first)).note !== null, 30_000);
    expect(await only(first)).toMatchObject({ state: "waiting", note: "No answer came in time." });
  });

  it("that answers without end is read only at the beginning", async () => {
    let written = 0;
    room.receiver.answer = (response) => {
      const write = () => {
        while (!response.destroyed && written < 50_000_000) {
          written += 65_536;
          if (!response.write("x".repeat(65_536))) return void response.once("drain", write);
        }
        response.end();
      };
      write();
    };
    const { approvalId } = await ask();
    await settled(approvalId);
    const { note, state } = await only(approvalId);
    expect(state).toBe("sent");
    expect(note?.length).toBeLessThan(400);
    expect(written).toBeLessThan(20_000_000);
  });

  it("that repeats what it was sent does not put its secret onto a page", async () => {
    room.receiver.answer = (response, { path }) => response.writeHead(404).end(`no hook at ${path}`);
    const { approvalId } = await ask();
    await tried(approvalId, 1);
    expect((await only(approvalId)).note).toBe("HTTP 404: no hook at [removed]");
  });

  it("that nobody runs any more is said to be so", async () => {
    await room.receiver.stop();
    const { approvalId } = await ask();
    await tried(approvalId, 1);
    expect((await only(approvalId)).note).toBe("Nothing listens at that address.");
  });
});

describe("the guard for outbound connections", () => {
  it("is asked again when a message is sent: an address that is no longer allowed gets nothing", async () => {
    configureEgress({ allowedRanges: [], loopback: false });
    try {
      const { approvalId } = await ask();
      await tried(approvalId, 1);
      expect((await only(approvalId)).note).toMatch(/leads to this machine or into a private network/);
      expect(room.receiver.received).toEqual([]);
    } finally {
      configureEgress({ allowedRanges: [], loopback: true });
    }
  });

  it.each(["http://169.254.169.254/latest", "http://10.0.0.1/hook", "http://[::ffff:192.168.1.1]/hook"])(
    "refuses %s when it is given, at its field",
    async (url) => {
      const settings: NewChannel = { kind: "webhook", url, from: null, events: [], timeZone: "UTC" };
      await expect(addChannel(tester(), { name: "inside", settings })).rejects.toMatchObject({
        code: "ADDRESS_REFUSED",
        detail: { field: "settings.url" },
      });
    },
  );

  it("holds for mail servers too", async () => {
    const settings: NewChannel = {
      kind: "email",
      host: "10.0.0.1",
      port: 25,
      tls: "none",
      user: "",
      from: "a@example.com",
    };
    const { channel } = await addChannel(tester(), { name: "inner-mail", settings });
    const receipt = await testChannel(tester(), channel.id);
    expect(receipt).toMatchObject({ ok: false, said: expect.stringMatching(/private network/) });
    await db().channel.update({ where: { id: channel.id }, data: { state: "off" } });
  });
});

describe("the test button", () => {
  it("sends a message that says it is a test, and shows what the receiver answered", async () => {
    const receipt = await testChannel(tester(), room.id);
    expect(receipt).toMatchObject({ ok: true, said: "HTTP 200: ok" });
    expect(JSON.parse(room.receiver.received[0]?.body ?? "{}")).toMatchObject({ type: "channel.test" });
    const [entry] = await db().$queryRaw<
      { body: string }[]
    >`SELECT body FROM entry WHERE kind = 'channel.tested' ORDER BY seq DESC LIMIT 1`;
    expect(JSON.parse(entry?.body ?? "{}").facts).toEqual({ name: room.name, ok: true });
  });

  it("shows the receiver's refusal as it is", async () => {
    room.receiver.answer = (response) => response.writeHead(403).end("action_prohibited");
    expect(await testChannel(tester(), room.id)).toMatchObject({ ok: false, said: "HTTP 403: action_prohibited" });
  });

  it("sends mail to whoever presses it", async () => {
    const { id, mailbox } = await makeMailChannel(world);
    expect(await testChannel(tester(), id)).toMatchObject({ ok: true, said: expect.stringMatching(/^250 /) });
    expect(mailbox.mails.map(({ to }) => to)).toEqual([[world.admin.human.email]]);
    expect(headerOf(mailbox.mails[0] ?? { from: "", to: [], source: "" }, "Subject")).toMatch(/^Test: nothing waits/);
  });
});

describe("a mail server", () => {
  const channelTo = async (port: number, over: Partial<Extract<NewChannel, { kind: "email" }>> = {}) => {
    const settings: NewChannel = {
      kind: "email",
      host: "127.0.0.1",
      port,
      tls: "none",
      user: "",
      from: "a@example.com",
      ...over,
    };
    const { channel } = await addChannel(tester(), { name: `smtp-${port}`, settings });
    atEnd(() => db().channel.deleteMany({ where: { id: channel.id } }));
    return channel.id;
  };
  const mailboxFor = async (...manner: Parameters<typeof startMailbox>) => {
    const mailbox = await startMailbox(...manner);
    atEnd(mailbox.stop);
    return mailbox;
  };

  it("that wants a user and a password gets them", async () => {
    const mailbox = await mailboxFor({ user: { name: "countersign", password: "hunter2hunter2" } });
    const id = await channelTo(mailbox.port, { user: "countersign", password: "hunter2hunter2" });
    expect(await testChannel(tester(), id)).toMatchObject({ ok: true });
    expect(mailbox.mails).toHaveLength(1);
  });

  it("that does not take the password is quoted without it", async () => {
    const mailbox = await mailboxFor({ user: { name: "countersign", password: "another" } });
    const id = await channelTo(mailbox.port, { user: "countersign", password: "hunter2hunter2" });
    const { ok, said } = await testChannel(tester(), id);
    expect(ok).toBe(false);
    expect(said).toMatch(/^The mail server does not take the user and password: 535/);
    expect(said).not.toContain("hunter2");
  });

  it("whose certificate nobody vouches for is sent nothing", async () => {
    const mailbox = await mailboxFor({ tls: true });
    const { ok, said } = await testChannel(tester(), await channelTo(mailbox.port, { tls: "starttls" }));
    expect({ ok, said }).toEqual({ ok: false, said: expect.stringMatching(/certificate/) });
    expect(mailbox.mails).toEqual([]);
  });

  it("without TLS where TLS is asked for is sent nothing", async () => {
    const mailbox = await mailboxFor();
    const { ok, said } = await testChannel(tester(), await channelTo(mailbox.port, { tls: "starttls" }));
    expect({ ok, said }).toEqual({ ok: false, said: expect.stringMatching(/TLS/) });
    expect(mailbox.mails).toEqual([]);
  });

  it("that refuses a person for good is not tried again", async () => {
    const mail = await makeMailChannel(world);
    mail.mailbox.refuseRecipients = { code: 550, words: "no such mailbox" };
    await tell(world.sam, [mail.id]);
    const { approvalId } = await makeQuestion({ tell: [world.sam.human.email] });
    await settled(approvalId);
    expect(await only(approvalId)).toMatchObject({ state: "failed", attempts: 1, note: expect.stringMatching(/550/) });
  });
});

describe("the metrics", () => {
  it("count attempts by kind of channel and what came of them", () => {
    const kinds = deliveryCounts().map(({ kind, outcome }) => `${kind} ${outcome}`);
    expect(kinds).toEqual(expect.arrayContaining(["webhook sent", "webhook retried", "webhook failed", "email sent"]));
  });
});
