import { toLogEntry } from "../audit/index";
import { inTransaction, type Tx } from "../db/index";
import { dropPending, insertDeliveries, type PlannedDelivery } from "./deliveries";
import { readHappening, TOLD_KINDS } from "./happening";
import { isForDeciding, isOpen, readOccasion } from "./occasion";
import { recipientsOf } from "./recipients";
import { type ChannelRow, readChannels } from "./store";

/** How many entries are looked at in one transaction. */
const PAGE = 100;

type Told = { seq: bigint; at: Date; body: string; approvalId: string };

/**
 * Looks through the log for what is to be told, up to a number below which nothing is missing any more, and stores the
 * deliveries together with how far it has looked: what happens to the process in between, each entry is planned once.
 * Several instances may do it at once; one waits for the other.
 *
 * @param upTo Where the log's tail has read to.
 * @returns How many deliveries were planned.
 */
export async function planDeliveries(upTo: bigint): Promise<number> {
  let planned = 0;
  for (;;) {
    const page = await inTransaction((tx) => planPage(tx, upTo));
    planned += page.planned;
    if (!page.more) return planned;
  }
}

async function planPage(tx: Tx, upTo: bigint): Promise<{ planned: number; more: boolean }> {
  const from = await lockCursor(tx);
  if (from >= upTo) return { planned: 0, more: false };
  const channels = (await readChannels(tx)).filter(({ state }) => state === "on");
  // Without a channel nobody is told: one that is added later does not tell the past.
  const entries = channels.length === 0 ? [] : await readTold(tx, from, upTo);
  let planned = 0;
  for (const entry of entries) planned += await insertDeliveries(tx, await planEntry(tx, entry, channels));
  const more = entries.length === PAGE;
  const reached = more ? (entries.at(-1)?.seq ?? upTo) : upTo;
  await tx.$executeRaw`UPDATE tell_cursor SET seq = ${reached}`;
  return { planned, more };
}

async function lockCursor(tx: Tx): Promise<bigint> {
  await tx.$executeRaw`INSERT INTO tell_cursor DEFAULT VALUES ON CONFLICT DO NOTHING`;
  const [row] = await tx.$queryRaw<{ seq: bigint }[]>`SELECT seq FROM tell_cursor FOR UPDATE`;
  return row?.seq ?? 0n;
}

async function readTold(tx: Tx, from: bigint, upTo: bigint): Promise<Told[]> {
  return tx.$queryRaw<Told[]>`
    SELECT seq, at, body, approval_id::text AS "approvalId" FROM entry
    WHERE seq > ${from} AND seq <= ${upTo} AND approval_id IS NOT NULL AND kind = ANY(${TOLD_KINDS}::text[])
    ORDER BY entry.seq LIMIT ${PAGE}::int`;
}

async function planEntry(tx: Tx, entry: Told, channels: readonly ChannelRow[]): Promise<PlannedDelivery[]> {
  const { approvalId, seq, at: happenedAt } = entry;
  const happening = readHappening(toLogEntry(entry));
  const occasion = happening && (await readOccasion(approvalId, tx));
  if (!happening || !occasion) return [];
  const { event } = happening;
  // Nobody is asked for what is decided meanwhile.
  if (isForDeciding(event) && !isOpen(occasion)) return [];
  if (occasion.state !== "pending") await dropPending(tx, approvalId, `It is ${occasion.state} already.`);
  const recipients = await recipientsOf(tx, { occasion, happening, channels });
  return recipients.map((recipient) => ({ ...recipient, approvalId, event, seq, happenedAt }));
}
