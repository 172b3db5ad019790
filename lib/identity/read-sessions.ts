import { db } from "../db/index";
import type { SignedIn } from "./schema";
import { identitySettings } from "./settings";
import { knownRoles } from "./store";

type Row = {
  hash: string;
  id: string;
  email: string;
  name: string;
  roles: string[];
  seesBodies: boolean;
  breakGlass: boolean;
  quietSeconds: number;
};

/** A session that is alive, and for how long nobody has used it, in seconds. */
export type AliveSession = { signedIn: SignedIn; quietSeconds: number };

/** Reads which of some sessions are alive, with one question. Those that are not are left out. */
export async function readSessions(hashes: readonly string[]): Promise<Map<string, AliveSession>> {
  const idle = identitySettings().idleSeconds;
  const rows = await db().$queryRaw<Row[]>`
    SELECT s.hash, h.id, h.email, h.name, h.roles, h.sees_bodies AS "seesBodies", h.break_glass AS "breakGlass",
      extract(epoch FROM clock_timestamp() - s.seen_at)::float8 AS "quietSeconds"
    FROM session s JOIN human h ON h.id = s.human_id
    WHERE s.hash = ANY(${hashes}::text[]) AND s.ended_at IS NULL AND s.ends_at > clock_timestamp()
      AND s.seen_at > clock_timestamp() - make_interval(secs => ${idle}::int) AND h.state = 'active'`;
  return new Map(rows.map((row) => [row.hash, toAlive(row)]));
}

function toAlive({ hash, quietSeconds, ...human }: Row): AliveSession {
  const signedIn = { via: "page", human: { ...human, roles: knownRoles(human.roles) }, sessionHash: hash } as const;
  return { signedIn, quietSeconds };
}
