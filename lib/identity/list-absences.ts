import { db } from "../db/index";
import type { Absence } from "./schema";

type Row = {
  id: string;
  humanId: string;
  humanName: string;
  delegateId: string | null;
  delegateName: string | null;
  note: string;
  fromAt: Date;
  untilAt: Date;
};

/** Lists who is away at this moment, who comes back first. At most 500. */
export async function listAbsences(): Promise<Absence[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT a.id::text, h.id::text AS "humanId", h.name AS "humanName", d.id::text AS "delegateId", d.name AS "delegateName",
      a.note, a.from_at AS "fromAt", a.until_at AS "untilAt"
    FROM absence a JOIN human h ON h.id = a.human_id LEFT JOIN human d ON d.id = a.delegate_id
    WHERE a.ended_at IS NULL AND a.until_at > clock_timestamp() AND h.state = 'active'
    ORDER BY a.until_at, a.id LIMIT 500`;
  return rows.map((row) => ({
    id: row.id,
    human: { id: row.humanId, name: row.humanName },
    delegate: row.delegateId && row.delegateName ? { id: row.delegateId, name: row.delegateName } : null,
    note: row.note,
    from: row.fromAt,
    until: row.untilAt,
  }));
}
