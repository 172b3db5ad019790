import { db } from "../db/index";
import type { PersonRow } from "./schema";
import { knownRoles } from "./store";

type Row = Omit<PersonRow, "roles" | "signsInBy"> & { roles: string[]; hasPassword: boolean; hasIssuer: boolean };

/** Lists everybody, disabled people too, by name; at most 1000. `seenAt` is when they last used a session. */
export async function listPeople(): Promise<PersonRow[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT h.id, h.email, h.name, h.roles, h.sees_bodies AS "seesBodies", h.state, h.source, h.created_at AS "createdAt",
      h.disabled_at AS "disabledAt", h.password_hash IS NOT NULL AS "hasPassword", h.oidc_subject IS NOT NULL AS "hasIssuer",
      (SELECT max(s.seen_at) FROM session s WHERE s.human_id = h.id) AS "seenAt"
    FROM human h ORDER BY h.name, h.id LIMIT 1000`;
  return rows.map(({ hasPassword, hasIssuer, ...row }) => {
    const signsInBy: PersonRow["signsInBy"] = [];
    if (hasPassword) signsInBy.push("password");
    if (hasIssuer) signsInBy.push("issuer");
    return { ...row, roles: knownRoles(row.roles), signsInBy };
  });
}
