import { digestOf } from "../base/index";
import { db } from "../db/index";
import { orUnavailable } from "./read-session";
import { LINK_KINDS, type LinkFace } from "./schema";
import { knownRoles } from "./store";

type Row = {
  kind: string;
  email: string | null;
  name: string | null;
  roles: string[];
  invitedBy: string | null;
  expiresAt: Date;
};

/**
 * Says what a one-time link is, for the page behind it. Looking never spends it: mail scanners look too.
 *
 * @returns Null when there is no such link, or it was spent, or has expired, or cannot be spent any more.
 */
export async function describeLink(token: string): Promise<LinkFace | null> {
  const rows = await orUnavailable(
    db().$queryRaw<Row[]>`
      SELECT l.kind, coalesce(h.email, l.email) AS email, coalesce(h.name, l.name) AS name,
        coalesce(h.roles, l.roles) AS roles, maker.name AS "invitedBy", l.expires_at AS "expiresAt"
      FROM link l LEFT JOIN human h ON h.id = l.human_id LEFT JOIN human maker ON maker.id = l.created_by
      WHERE l.hash = ${digestOf(token)} AND l.used_at IS NULL AND l.expires_at > clock_timestamp()
        AND (l.kind <> 'reset' OR h.state = 'active')
        AND (l.kind <> 'first' OR NOT EXISTS (SELECT FROM human))
        AND (l.created_by IS NULL OR (maker.state = 'active' AND 'admin' = ANY(maker.roles)))`,
  );
  const row = rows[0];
  const kind = LINK_KINDS.find((known) => known === row?.kind);
  return row && kind ? { ...row, kind, roles: knownRoles(row.roles) } : null;
}
