import { db } from "../db/index";
import type { SessionRow, SignedIn } from "./schema";
import { identitySettings } from "./settings";

/** Lists a person's own sessions that are alive, the most recently used first, with "this one" marked. */
export async function listSessions(signedIn: SignedIn): Promise<SessionRow[]> {
  const idle = identitySettings().idleSeconds;
  const rows = await db().$queryRaw<Omit<SessionRow, "current">[]>`
    SELECT hash AS id, created_at AS "createdAt", seen_at AS "seenAt", ends_at AS "endsAt", agent, address
    FROM session
    WHERE human_id = ${signedIn.human.id}::uuid AND ended_at IS NULL AND ends_at > clock_timestamp()
      AND seen_at > clock_timestamp() - make_interval(secs => ${idle}::int)
    ORDER BY seen_at DESC, hash LIMIT 100`;
  return rows.map((row) => ({ ...row, current: row.id === signedIn.sessionHash }));
}
