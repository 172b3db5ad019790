import { digestOf } from "../base/index";
import { db } from "../db/index";
import { orUnavailable } from "./read-session";
import { TOKEN_RIGHTS } from "./rights";
import type { TokenHolder } from "./schema";
import { cacheOf } from "./session-cache";
import { knownRoles } from "./store";

const TOUCH_SECONDS = 60;

type Answer = { holder: TokenHolder | null; touchDue: boolean };
const tokens = cacheOf<Answer>("access tokens", askDatabase);

/**
 * Tells whose access token a program shows.
 *
 * @param bearer What stood behind `Authorization: Bearer`.
 * @returns Null when it is unknown, revoked or expired, or its person is disabled. At most a second old.
 * @throws UNAVAILABLE when the database cannot be asked.
 */
export async function humanFromAccessToken(bearer: string): Promise<TokenHolder | null> {
  if (bearer.length < 16 || bearer.length > 512) return null;
  const answer = await tokens.read(digestOf(bearer));
  if (!answer.holder || !answer.touchDue) return answer.holder;
  answer.touchDue = false;
  const id = answer.holder.tokenId;
  await orUnavailable(db().$executeRaw`UPDATE access_token SET used_at = clock_timestamp() WHERE id = ${id}::uuid`);
  return answer.holder;
}

/** Makes this process ask again: a token or its person has just changed. */
export const forgetTokens = (): void => tokens.clear();

type Row = {
  id: string;
  email: string;
  name: string;
  roles: string[];
  seesBodies: boolean;
  breakGlass: boolean;
  tokenId: string;
  tokenName: string;
  rights: string[];
  touchDue: boolean;
};

async function askDatabase(hash: string): Promise<Answer> {
  const rows = await orUnavailable(
    db().$queryRaw<Row[]>`
      SELECT h.id, h.email, h.name, h.roles, h.sees_bodies AS "seesBodies", h.break_glass AS "breakGlass", t.id AS "tokenId", t.name AS "tokenName", t.rights,
        t.used_at IS NULL OR t.used_at < clock_timestamp() - make_interval(secs => ${TOUCH_SECONDS}::int) AS "touchDue"
      FROM access_token t JOIN human h ON h.id = t.human_id
      WHERE t.hash = ${hash} AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp() AND h.state = 'active'`,
  );
  const row = rows[0];
  if (!row) return { holder: null, touchDue: false };
  const { tokenId, tokenName, rights, touchDue, ...human } = row;
  const known = TOKEN_RIGHTS.filter((right) => rights.includes(right));
  const holder = { via: "token", human: { ...human, roles: knownRoles(row.roles) }, tokenId, tokenName } as const;
  return { holder: { ...holder, rights: known }, touchDue };
}
