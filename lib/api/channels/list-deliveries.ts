import { findChannel, listDeliveries as list } from "../../notify/index";
import { makeCursor, momentSchema, placeIdSchema, readCursor } from "../cursor";
import type { Handler } from "../handler";

const LIST = "deliveries";

/** Lists a channel's messages, one keyset page at a time. */
export const listDeliveries: Handler<"listDeliveries"> = async ({ id, cursor, limit }) => {
  await findChannel(id);
  const from = readCursor(LIST, cursor, [momentSchema, placeIdSchema]);
  const rows = await list(id, limit + 1, from ? { at: from[0], id: from[1] } : undefined);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      ...row,
      happenedAt: row.happenedAt.toISOString(),
      createdAt: row.createdAt.toISOString(),
      nextAt: row.nextAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
    })),
    next: rows.length > page.length && last ? makeCursor(LIST, [last.createdAt.toISOString(), last.id]) : undefined,
  };
};
