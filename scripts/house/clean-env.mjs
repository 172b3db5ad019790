/** What a shell, a container image or a parent npm may have set, and what would make an install or a build incomplete. */
const DROPPED =
  /^(node_env|npm_config_(omit|include|only|production|dev|ignore_scripts|optional|prefix|global|workspace|workspaces|dry_run))$/i;

/**
 * The environment for the steps of the set-up: without inherited choices that leave packages or scripts out, and
 * without tools that would fetch programs of their own or phone home.
 */
export function cleanEnv(more = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !DROPPED.test(name));
  return {
    ...Object.fromEntries(kept),
    // Prisma wants a schema engine to download; we never use it, and any program that exists satisfies it
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_SKIP_POSTINSTALL_GENERATE: "1",
    CHECKPOINT_DISABLE: "1",
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1",
    PUPPETEER_SKIP_DOWNLOAD: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    DISABLE_AUTOUPDATER: "1",
    npm_config_update_notifier: "false",
    ...more,
  };
}
