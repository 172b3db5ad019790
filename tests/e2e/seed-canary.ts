import { join } from "node:path";
import { sweepCanaries } from "../../lib/approvals/index";
import { createLogger, parseEnv } from "../../lib/base/index";
import { withDatabase } from "../../lib/db/embedded";

/** Has chance seed a canary now, in the database of a product that runs on its own one. */
export async function seedCanary(folder: string): Promise<string> {
  let seeded: string | null = null;
  const env = parseEnv({ DATA_DIR: join(folder, "data") });
  await withDatabase({ env, log: createLogger("silent") }, async () => {
    seeded = await sweepCanaries(() => 0);
  });
  if (seeded === null) throw new Error("no canary was seeded");
  return seeded;
}
