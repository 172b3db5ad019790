import type { Env, Keys, Logger } from "../lib/base/index";
import { ensureFirstLink, ensureFirstPerson } from "../lib/identity/index";

/** Lets the first person in: the one of the environment, or whoever follows the link that is printed. */
export async function letFirstPersonIn(env: Env): Promise<string | null> {
  if (env.COUNTERSIGN_ADMIN_EMAIL && env.COUNTERSIGN_ADMIN_PASSWORD) {
    await ensureFirstPerson({ email: env.COUNTERSIGN_ADMIN_EMAIL, password: env.COUNTERSIGN_ADMIN_PASSWORD });
  }
  const link = await ensureFirstLink();
  return link?.url ?? null;
}

/** Says what a person at the terminal needs to know: where to go, and what to keep safe. */
export function greet(publicUrl: string, firstLink: string | null, keys: Keys, logger: Logger): void {
  const lines = [`Countersign is ready at ${publicUrl}`];
  if (firstLink) lines.push(`Nobody is here yet. Become the first person: ${firstLink}`);
  if (keys.madeIn)
    lines.push(`Keys were made in ${keys.madeIn}. Back them up: without them sealed credentials cannot be opened.`);
  // Not through the log: the link lets somebody in, and logs are kept and shipped.
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join("\n")}\n\n`);
  logger.info({ publicUrl }, "ready");
}
