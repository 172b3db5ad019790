import { record } from "../audit/index";
import { AppError, digestOf, newId } from "../base/index";
import type { Tx } from "../db/index";
import { TOKEN_RIGHTS, type TokenRight } from "./rights";
import { type Human, TOKEN_DAYS } from "./schema";

/** An access token as the configuration file declares it. */
export type DeclaredToken = { value: string; rights: readonly TokenRight[] };

/**
 * Keeps exactly the declared token among those that the file gave a person. Its life begins again each time the file
 * is applied.
 *
 * @returns Whether anything but its end changed.
 * @throws INVALID_INPUT when the same token is somebody else's or was made on the page.
 */
export async function declareToken(tx: Tx, human: Human, token: DeclaredToken | null): Promise<boolean> {
  const hash = token && digestOf(token.value);
  const gone = await revokeOthers(tx, human, hash);
  if (!token || !hash) return gone;
  const rights = TOKEN_RIGHTS.filter((right) => token.rights.includes(right));
  const before = await tx.accessToken.findUnique({ where: { hash }, select: { rights: true, revokedAt: true } });
  const expiresAt = await keep(tx, { humanId: human.id, hash, rights, hint: `${token.value.slice(0, 4)}…` });
  if (before && before.revokedAt === null && String(before.rights) === String(rights)) return gone;
  const facts = { name: "configuration", rights, expiresAt: expiresAt.toISOString() };
  await record(tx, { kind: "access_token.made", facts });
  return true;
}

async function revokeOthers(tx: Tx, human: Human, hash: string | null): Promise<boolean> {
  const gone = await tx.$queryRaw<{ name: string }[]>`UPDATE access_token SET revoked_at = clock_timestamp()
    WHERE human_id = ${human.id}::uuid AND source = 'config' AND revoked_at IS NULL AND hash IS DISTINCT FROM ${hash}
    RETURNING name`;
  const person = { id: human.id, email: human.email };
  const entries = gone.map(({ name }) => ({ kind: "access_token.revoked", facts: { person, name } }) as const);
  await record(tx, ...entries);
  return gone.length > 0;
}

async function keep(
  tx: Tx,
  token: { humanId: string; hash: string; rights: TokenRight[]; hint: string },
): Promise<Date> {
  const days = token.rights.includes("review") ? TOKEN_DAYS.withReview : TOKEN_DAYS.without;
  const rows = await tx.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO access_token (id, hash, hint, name, human_id, rights, source, expires_at)
    VALUES (${newId()}::uuid, ${token.hash}, ${token.hint}, 'configuration', ${token.humanId}::uuid, ${token.rights}, 'config',
      clock_timestamp() + make_interval(days => ${days}::int))
    ON CONFLICT (hash) DO UPDATE SET rights = excluded.rights, expires_at = excluded.expires_at, revoked_at = NULL
      WHERE access_token.human_id = excluded.human_id AND access_token.source = 'config'
    RETURNING expires_at AS "expiresAt"`;
  const row = rows[0];
  if (!row) throw new AppError("INVALID_INPUT", "An access token is declared for two people, or was made on the page.");
  return row.expiresAt;
}
