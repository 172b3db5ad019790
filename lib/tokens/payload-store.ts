import type { Adapter, AdapterPayload } from "oidc-provider";
import { Prisma } from "../../generated/prisma/client";
import { db } from "../db/index";

type Found = AdapterPayload | undefined;

/**
 * Keeps what the authorization server stores of one of its models, as its adapter. An expired row is as good as none;
 * the sweeper deletes it later. Client credentials as JWTs store nothing here.
 */
export class PayloadStore implements Adapter {
  constructor(protected readonly model: string) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { grantId = null, userCode = null, uid = null } = payload;
    await db().$executeRaw`
      INSERT INTO oidc_payload (model, id, payload, grant_id, user_code, uid, expires_at)
      VALUES (${this.model}, ${id}, ${JSON.stringify(payload)}::jsonb, ${grantId}, ${userCode}, ${uid},
        clock_timestamp() + make_interval(secs => ${expiresIn ?? null}::int))
      ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id,
        user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at`;
  }

  find(id: string): Promise<Found> {
    return this.findBy(Prisma.sql`id = ${id}`);
  }

  findByUid(uid: string): Promise<Found> {
    return this.findBy(Prisma.sql`uid = ${uid}`);
  }

  findByUserCode(userCode: string): Promise<Found> {
    return this.findBy(Prisma.sql`user_code = ${userCode}`);
  }

  async consume(id: string): Promise<void> {
    await db().$executeRaw`UPDATE oidc_payload SET consumed_at = clock_timestamp()
      WHERE model = ${this.model} AND id = ${id}`;
  }

  async destroy(id: string): Promise<void> {
    await db().$executeRaw`DELETE FROM oidc_payload WHERE model = ${this.model} AND id = ${id}`;
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await db().$executeRaw`DELETE FROM oidc_payload WHERE model = ${this.model} AND grant_id = ${grantId}`;
  }

  private async findBy(which: Prisma.Sql): Promise<Found> {
    const rows = await db().$queryRaw<{ payload: AdapterPayload; consumed: number | null }[]>`
      SELECT payload, extract(epoch FROM consumed_at)::int AS consumed FROM oidc_payload
      WHERE model = ${this.model} AND ${which} AND (expires_at IS NULL OR expires_at > clock_timestamp())`;
    const row = rows[0];
    return row && { ...row.payload, ...(row.consumed !== null && { consumed: row.consumed }) };
  }
}

/** Deletes what the authorization server stored and nobody needs any more; at most 1000 rows at a time. */
export async function sweepTokens(): Promise<number> {
  return db().$executeRaw`DELETE FROM oidc_payload WHERE (model, id) IN
    (SELECT model, id FROM oidc_payload WHERE expires_at < clock_timestamp() LIMIT 1000)`;
}
