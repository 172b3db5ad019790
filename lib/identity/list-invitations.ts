import { db } from "../db/index";
import type { Invitation } from "./schema";
import { knownRoles } from "./store";

type Row = { id: string; email: string; name: string; roles: string[]; createdAt: Date; expiresAt: Date };

/** Lists the invitations that can still be followed, the latest first; at most 500. */
export async function listInvitations(): Promise<Invitation[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT hash AS id, email, name, roles, created_at AS "createdAt", expires_at AS "expiresAt" FROM link
    WHERE kind = 'invite' AND used_at IS NULL AND expires_at > clock_timestamp()
      AND (created_by IS NULL OR EXISTS (
        SELECT FROM human WHERE id = created_by AND state = 'active' AND 'admin' = ANY(roles)))
    ORDER BY created_at DESC, hash LIMIT 500`;
  return rows.map((row) => ({ ...row, roles: knownRoles(row.roles) }));
}
