import { record } from "../audit/index";
import { AppError, digestOf, newId, newSecret } from "../base/index";
import { inTransaction } from "../db/index";
import { may, TOKEN_RIGHTS } from "./rights";
import type { AccessTokenRow, SignedIn, TokenMaking } from "./schema";
import { readHuman } from "./store";

/**
 * Makes a personal access token. It never does more than its owner may at the moment of use.
 *
 * @returns The token itself (`cst_…`, shown once: only its digest is stored) and its row.
 * @throws FORBIDDEN when it should operate or review and its owner may not.
 */
export async function makeAccessToken(
  signedIn: SignedIn,
  making: TokenMaking,
): Promise<{ token: string; row: AccessTokenRow }> {
  const token = newSecret("cst_");
  const rights = TOKEN_RIGHTS.filter((right) => making.rights.includes(right));
  const row = await inTransaction(async (tx) => {
    // held: a disabling that runs at this moment revokes this token too
    await tx.$executeRaw`SELECT 1 FROM human WHERE id = ${signedIn.human.id}::uuid FOR SHARE`;
    const owner = await readHuman(signedIn.human.id, tx);
    if (owner?.state !== "active") throw new AppError("NOT_SIGNED_IN");
    for (const right of ["operate", "review"] as const)
      if (rights.includes(right) && !may({ via: "page", human: owner }, right))
        throw new AppError("FORBIDDEN", `You may not ${right} yourself, so no token of yours may.`);
    const rows = await tx.$queryRaw<AccessTokenRow[]>`
      INSERT INTO access_token (id, hash, hint, name, human_id, rights, expires_at)
      VALUES (${newId()}::uuid, ${digestOf(token)}, ${token.slice(0, 8)}, ${making.name}, ${owner.id}::uuid, ${rights},
        clock_timestamp() + make_interval(days => ${making.days}::int))
      RETURNING id, name, hint, rights, source, created_at AS "createdAt", expires_at AS "expiresAt",
        used_at AS "usedAt", revoked_at AS "revokedAt"`;
    const made = rows[0];
    if (!made) throw new Error("an INSERT returned no row");
    const facts = { name: making.name, rights, expiresAt: made.expiresAt.toISOString() };
    await record(tx, { kind: "access_token.made", humanId: owner.id, facts });
    return made;
  });
  return { token, row };
}
