import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cleanEnv } from "./clean-env.mjs";
import { ROOT } from "./root.mjs";
import { run } from "./run.mjs";
import { step } from "./step.mjs";

/** Installs what the lock file names, when node_modules is not exactly that. */
export async function install() {
  if (isInstalled()) return;
  const args = ["ci", "--include=dev", "--include=optional", "--ignore-scripts=false", "--no-audit", "--no-fund"];
  await step("installing packages", () => npm(args));
}

/** Runs npm, the one that runs us where there is one. */
export function npm(args) {
  const script = npmScript();
  const env = cleanEnv(cacheSettings());
  return script
    ? run(process.execPath, [script, ...args], { env, quiet: true })
    : run("npm", args, { env, quiet: true });
}

/** A user without a home of its own (a service account) gets npm's cache among the temporary files. */
function cacheSettings() {
  const usual = process.env.npm_config_cache ?? join(homedir(), ".npm");
  try {
    mkdirSync(usual, { recursive: true });
    accessSync(usual, constants.W_OK);
    return {};
  } catch {
    return { npm_config_cache: join(tmpdir(), `npm-${process.getuid?.()}`) };
  }
}

function npmScript() {
  const beside = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  return [process.env.npm_execpath ?? "", beside].find((path) => path.endsWith("npm-cli.js") && existsSync(path));
}

/**
 * Compares the lock file with the one npm keeps of what it installed; npm writes that last. The compiler's own package
 * tells that node_modules was made for this kind of machine and not copied from another.
 */
function isInstalled() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installed) || !existsSync(join(ROOT, `node_modules/@esbuild/${process.platform}-${process.arch}`)))
    return false;
  const wanted = packagesOf(join(ROOT, "package-lock.json"));
  const present = packagesOf(installed);
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer }]) => {
    if (path === "") return true;
    const found = present[path];
    return found ? found.version === version : Boolean(optional || devOptional || peer);
  });
}

const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
