import { join } from "node:path";
import { AppError, type Env, type Logger } from "../lib/base/index";
import { checkDatabase, closeDatabase, grantRunRole, migrate, openDatabase, withSessionLimits } from "../lib/db/index";

export type OpenData = { url: string; kind: "embedded" | "given"; close(): Promise<void> };

/**
 * Opens the database: the one of DATABASE_URL, or the embedded one; migrated, checked, and with a role of few rights.
 *
 * @param root The project's folder, in which the migrations lie.
 * @throws INVALID_INPUT when the database could lose what it acknowledged.
 */
export async function openData(env: Env, root: string, logger: Logger): Promise<OpenData> {
  const { url, ownerUrl, kind, stop } = await addresses(env, logger);
  try {
    const applied = await migrate(ownerUrl, join(root, "prisma/migrations"));
    if (applied.length > 0) logger.info({ applied }, "migrated the database");
    await grantRunRole({ ownerUrl, runUrl: url });
    const { problems, notes } = await checkDatabase(url);
    if (problems.length > 0) throw new AppError("INVALID_INPUT", problems.join("\n"));
    for (const note of notes) logger.warn(note);
    openDatabase(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    kind,
    close: async () => {
      await closeDatabase();
      await stop();
    },
  };
}

async function addresses(env: Env, logger: Logger) {
  if (env.DATABASE_URL) {
    const url = withSessionLimits(env.DATABASE_URL);
    return {
      url,
      ownerUrl: withSessionLimits(env.DATABASE_OWNER_URL ?? env.DATABASE_URL),
      kind: "given" as const,
      stop: async () => {},
    };
  }
  // Loaded here only: a process with a database of its own never needs the binaries.
  const { startEmbedded } = await import("../lib/db/embedded");
  return { ...(await startEmbedded({ dataDir: env.DATA_DIR, log: logger })), kind: "embedded" as const };
}
