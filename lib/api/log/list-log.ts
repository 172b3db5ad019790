import type { ParsedInputOf } from "../contract";
import { makeCursor, placeSeqSchema, readCursor } from "../cursor";
import type { Handler } from "../handler";
import { logConditions } from "./log-conditions";
import { readEntries } from "./read-entries";
import { settledSeq } from "./settled-seq";
import { toLogRows } from "./to-log-row";

/** Lists entries, in order or newest first, one keyset page at a time. */
export const listLog: Handler<"listLog"> = async (input, person) => {
  const list = `log.${input.order}`;
  const from = readCursor(list, input.cursor, [placeSeqSchema]);
  const conditions = await logConditions(person, input);
  if (!conditions) return { items: [] };
  const bounds = await boundsOf(input, from?.[0]);
  const entries = await readEntries({ conditions, order: input.order, ...bounds, limit: input.limit + 1 });
  const page = entries.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: await toLogRows(page.map(({ body: _, ...entry }) => entry)),
    next: entries.length > page.length && last ? makeCursor(list, [last.seq]) : undefined,
  };
};

async function boundsOf({ order, after, before }: ParsedInputOf<"listLog">, from: bigint | undefined) {
  const since = after === undefined ? undefined : BigInt(after);
  const until = before === undefined ? undefined : BigInt(before);
  if (order === "newest") return { after: since, before: from ?? until };
  return { after: from ?? since, before: until, upTo: await settledSeq() };
}
