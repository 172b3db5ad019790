import { INSTANCE_DEAD_SECONDS, instanceId } from "../../audit/index";
import { configPath } from "../../config/index";
import { checkDatabase, databaseUrl, db } from "../../db/index";
import { identitySettings, issuerName } from "../../identity/index";
import { may } from "../../identity/schema";
import { databaseNow } from "../database-now";
import type { Handler } from "../handler";
import { apiSettings } from "../settings";
import type { Settings } from "./schema";

/** Tells what this Countersign is; how it runs, only to admins. */
export const showSettings: Handler<"settings"> = async (_, person) => {
  const { publicUrl, issuer } = identitySettings();
  return {
    version: apiSettings().version,
    publicUrl,
    issuer: issuer && issuerName(issuer),
    system: may(person, "manage_people") ? await readSystem() : null,
    now: (await databaseNow()).toISOString(),
  };
};

async function readSystem(): Promise<NonNullable<Settings["system"]>> {
  const [instances, check, database] = await Promise.all([
    readInstances(),
    checkDatabase(databaseUrl()),
    readDatabase(),
  ]);
  return {
    instanceId: instanceId(),
    instances,
    node: process.version,
    database: { ...database, kind: apiSettings().database, notes: [...check.problems, ...check.notes] },
    configFile: configPath(),
  };
}

type Instance = { id: string; host: string; version: string; startedAt: Date; seenAt: Date; alive: boolean };

/** The processes that are up, and those that were lately. */
async function readInstances(): Promise<NonNullable<Settings["system"]>["instances"]> {
  const rows = await db().$queryRaw<Instance[]>`
    SELECT id::text, host, version, started_at AS "startedAt", seen_at AS "seenAt",
      stopped_at IS NULL AND seen_at > clock_timestamp() - make_interval(secs => ${INSTANCE_DEAD_SECONDS}::int) AS alive
    FROM instance ORDER BY alive DESC, seen_at DESC LIMIT 20`;
  return rows.map((row) => ({ ...row, startedAt: row.startedAt.toISOString(), seenAt: row.seenAt.toISOString() }));
}

async function readDatabase(): Promise<{ version: string; bytes: number }> {
  const [row] = await db().$queryRaw<{ version: string; bytes: number }[]>`
    SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS bytes`;
  return row ?? { version: "", bytes: 0 };
}
