import { digestOf, newSecret } from "../base/index";
import type { Tx } from "../db/index";
import { orderRoles, type Role } from "./rights";
import { LINK_SECONDS, type LinkKind } from "./schema";
import { identitySettings } from "./settings";

/** A one-time link as its maker hands it on. It is shown once: only the digest of its token is stored. */
export type NewLink = { url: string; expiresAt: Date };

export type LinkFor = {
  kind: LinkKind;
  email?: string;
  name?: string;
  roles?: readonly Role[];
  humanId?: string;
  /** The person who made it; nobody for the first link and for those from the command line. */
  createdBy?: string;
};

/** Stores a one-time link of 256 random bits; it is good for LINK_SECONDS of its kind. */
export async function makeLink(tx: Tx, link: LinkFor): Promise<NewLink> {
  const token = newSecret("csl_");
  const rows = await tx.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO link (hash, kind, email, name, roles, human_id, created_by, expires_at)
    VALUES (${digestOf(token)}, ${link.kind}, ${link.email ?? null}, ${link.name ?? null}, ${orderRoles(link.roles ?? [])},
      ${link.humanId ?? null}::uuid, ${link.createdBy ?? null}::uuid,
      clock_timestamp() + make_interval(secs => ${LINK_SECONDS[link.kind]}::int))
    RETURNING expires_at AS "expiresAt"`;
  const [row] = rows;
  if (!row) throw new Error("an INSERT returned no row");
  return { url: `${identitySettings().publicUrl}/link/${token}`, expiresAt: row.expiresAt };
}

/** Ends the unspent links of a kind for an e-mail or a person: a new one takes their place, or nothing does. */
export async function endLinks(tx: Tx, kind: LinkKind, whose: { email?: string; humanId?: string }): Promise<number> {
  return tx.$executeRaw`UPDATE link SET expires_at = clock_timestamp()
    WHERE kind = ${kind} AND used_at IS NULL AND expires_at > clock_timestamp()
      AND (email = ${whose.email ?? null} OR human_id = ${whose.humanId ?? null}::uuid)`;
}
