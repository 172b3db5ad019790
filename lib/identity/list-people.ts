import { db } from "../db/index";
import type { PersonRow } from "./schema";
import { knownRoles } from "./store";

type Row = Omit<PersonRow, "roles" | "signsInBy" | "samePersonAs"> & {
  roles: string[];
  hasPassword: boolean;
  hasIssuer: boolean;
  sameId: string | null;
  sameName: string | null;
  sameEmail: string | null;
};

/** Lists everybody, disabled people too, by name; at most 1000. `seenAt` is when they last used a session. */
export async function listPeople(): Promise<PersonRow[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT h.id, h.email, h.name, h.roles, h.sees_bodies AS "seesBodies",
      h.break_glass AS "breakGlass", p.id AS "sameId", p.name AS "sameName", p.email AS "sameEmail", h.state, h.source, h.created_at AS "createdAt",
      h.disabled_at AS "disabledAt", h.password_hash IS NOT NULL AS "hasPassword", h.oidc_subject IS NOT NULL AS "hasIssuer",
      (SELECT max(s.seen_at) FROM session s WHERE s.human_id = h.id) AS "seenAt"
    FROM human h LEFT JOIN human p ON p.id = h.same_person_as ORDER BY h.name, h.id LIMIT 1000`;
  return rows.map(({ hasPassword, hasIssuer, sameId, sameName, sameEmail, ...row }) => {
    const signsInBy: PersonRow["signsInBy"] = [];
    if (hasPassword) signsInBy.push("password");
    if (hasIssuer) signsInBy.push("issuer");
    const samePersonAs = sameId && sameName && sameEmail ? { id: sameId, name: sameName, email: sameEmail } : null;
    return { ...row, samePersonAs, roles: knownRoles(row.roles), signsInBy };
  });
}
