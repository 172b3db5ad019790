import { reviewApproval } from "../../../lib/approvals/index";
import { startTail, type Tail } from "../../../lib/audit/index";
import { configureLog, parseEnv } from "../../../lib/base/index";
import { db } from "../../../lib/db/index";
import type { Person } from "../../../lib/identity/schema";
import { addChannel, choose, type Notifier, startNotifier } from "../../../lib/notify/index";
import type { NewChannel, RoomSettings, ToldEvent } from "../../../lib/notify/schema";
import type { TaskView } from "../../../lib/tasks/index";
import { configureModules } from "../../../server/configure";
import { makeHeldCall, makeHold, shownDigest } from "../../factories/holds";
import { makeRunningTask } from "../../factories/tasks";
import { type Mailbox, startMailbox } from "../../fakes/mailbox";
import { type Receiver, startReceiver } from "../../fakes/receiver";
import { atEnd } from "../../setup/clean-up";
import { freshDatabase } from "../../setup/database";
import { makePerson } from "../../setup/house";

export const PUBLIC_URL = "https://countersign.example.com";

export type NotifyWorld = { databaseUrl: string; tail: Tail; admin: Person; sam: Person; ada: Person };

/** Everything that telling people needs, on a database of the test file's own: the log's tail, an admin, two approvers. */
export async function openNotifyWorld(): Promise<NotifyWorld> {
  const databaseUrl = await freshDatabase();
  configureLog("silent");
  const env = { DATABASE_URL: databaseUrl, PUBLIC_URL, AUTH_SECRET: "a secret for tests of at least 32 characters" };
  configureModules(parseEnv({ ...env, NODE_ENV: "test" }), PUBLIC_URL, "test");
  const notifiers: Notifier[] = [];
  const tail = await startTail(databaseUrl, (entries) => {
    for (const notifier of notifiers) notifier.follow(entries);
  });
  atEnd(() => tail.stop());
  const admin = await makePerson(["viewer", "admin"]);
  const sam = await makePerson(["viewer", "approver"]);
  const ada = await makePerson(["viewer", "approver"]);
  followers = notifiers;
  return { databaseUrl, tail, admin, sam, ada };
}

let followers: Notifier[] = [];

/** Starts telling, as an instance does. */
export function startTelling({ tail }: NotifyWorld): Notifier {
  const notifier = startNotifier(() => tail.position());
  followers.push(notifier);
  atEnd(() => notifier.stop());
  return notifier;
}

let names = 0;
function newName(kind: string): string {
  names += 1;
  return `${kind}-${names}`;
}

/** A mail server and the channel that leads to it. */
export async function makeMailChannel({ admin }: NotifyWorld): Promise<{ id: string; name: string; mailbox: Mailbox }> {
  const mailbox = await startMailbox();
  atEnd(mailbox.stop);
  const settings: NewChannel = {
    kind: "email",
    host: "127.0.0.1",
    port: mailbox.port,
    tls: "none",
    user: "",
    from: "countersign@example.com",
  };
  const { channel } = await addChannel(admin.human, { name: newName("mail"), settings });
  return { id: channel.id, name: channel.name, mailbox };
}

export type Room = { id: string; name: string; receiver: Receiver; secret: string };

/** A receiver and the channel that leads to it. */
export async function makeRoom(
  { admin }: NotifyWorld,
  over: Partial<Pick<RoomSettings, "from" | "events">> & { kind?: "slack" | "teams" | "webhook" } = {},
): Promise<Room> {
  const receiver = await startReceiver();
  atEnd(receiver.stop);
  const { kind = "webhook", from = null, events = ["pending", "decided", "ended"] } = over;
  const url = `${receiver.url}/hooks/T0000/secret-path-of-the-room`;
  const settings: NewChannel = { kind, url, from, events, timeZone: "UTC" };
  const { channel, secret } = await addChannel(admin.human, { name: newName(kind), settings });
  return { id: channel.id, name: channel.name, receiver, secret: secret ?? "" };
}

/** Says where somebody wants to be told. */
export const tell = (person: Person, channelIds: string[], events: ToldEvent[] = ["pending"]) =>
  choose(person.human, { channelIds, events, timeZone: "Europe/Berlin" });

/** A call that waits for a person. */
export async function makeQuestion(
  over: { task?: TaskView; path?: string; tell?: string[]; decideBySeconds?: number } = {},
): Promise<{ approvalId: string; task: TaskView }> {
  const { task = await makeRunningTask(), path, ...more } = over;
  const { approvalId } = await makeHold(task, makeHeldCall(task, { path }), more);
  return { approvalId, task };
}

/** Answers it. */
export async function answer(person: Person, approvalId: string, with_: "approve" | "deny" = "approve"): Promise<void> {
  const digest = await shownDigest(approvalId);
  await reviewApproval(person, approvalId, { answer: with_, digest, reason: "for a test" });
}

/** The deliveries about an approval, as they are stored. */
export const deliveriesOf = (approvalId: string) =>
  db().delivery.findMany({ where: { approvalId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

/** What a program was sent about an approval. */
export const about = ({ receiver }: Room, approvalId: string) =>
  receiver.received
    .map(({ body }) => JSON.parse(body) as { type: string; data: { approval?: { id: string } } })
    .filter(({ data }) => data.approval?.id === approvalId);

/** Waits until something is so. */
export async function until(what: () => unknown | Promise<unknown>, milliseconds = 20_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await what())) {
    if (Date.now() > end) throw new Error(`it did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until nothing more is to be sent about an approval. */
export const settled = (approvalId: string) =>
  until(async () => {
    const rows = await deliveriesOf(approvalId);
    return rows.length > 0 && rows.every(({ state }) => state !== "waiting" && state !== "sending");
  });

/** Waits until the log has been looked through. */
export async function planned({ tail }: NotifyWorld): Promise<void> {
  const [row] = await db().$queryRaw<{ last: bigint }[]>`SELECT max(seq) AS last FROM entry`;
  const last = row?.last ?? 0n;
  await until(() => tail.position() >= last);
  await until(async () => ((await db().tellCursor.findFirst())?.seq ?? 0n) >= last);
}

/** Makes what waits for its next attempt due now. */
export const hurry = (approvalId: string) =>
  db()
    .$executeRaw`UPDATE delivery SET next_at = clock_timestamp() WHERE approval_id = ${approvalId}::uuid AND state IN ('waiting', 'sending')`;
