import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
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
    if (await starts(named)) return named;
    throw new Stop(`CHROMIUM_PATH is ${named}, which does not start as a headless Chromium.`);
  }
  const found = (await fromSystem()) ?? (await fromNpm()) ?? (await fromApt());
  if (found) return found;
  throw new Stop(
    "There is no Chromium for the browser tests, and none could be installed. Install one, or set CHROMIUM_PATH.",
  );
}

async function fromSystem() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const programs = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return firstThatStarts([...programs, ...APPLICATIONS]);
}

async function fromNpm() {
  const folder = cacheFolder();
  const program = join(folder, "chromium.sh");
  if (await firstThatStarts([program])) return program;
  try {
    await step("getting a browser from npm", async () => {
      rmSync(join(folder, "unpacked"), { recursive: true, force: true });
      await npm(["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", PACKAGE]);
      unpack(folder);
    });
    for (const systemLibraries of [true, false]) {
      if (await starts(writeStarter(folder, program, systemLibraries))) return program;
    }
    return null;
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
  return step("getting a browser from the distribution", async () => {
    await run("/usr/bin/apt-get", ["update"], { env, quiet: true });
    await run("/usr/bin/apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env, quiet: true });
    return fromSystem();
  });
}

/** Has Playwright show a page in it: a program of the right name may be a stub, or lack a library. */
async function starts(executablePath) {
  const { chromium } = await import("@playwright/test");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath, args, timeout: 60_000 }).catch(() => null);
  if (!browser) return false;
  try {
    const page = await browser.newPage();
    await page.setContent("<title>it works</title>");
    return (await page.title()) === "it works";
  } catch {
    return false;
  } finally {
    await browser.close();
  }
}

async function firstThatStarts(programs) {
  for (const program of programs) {
    if (existsSync(program) && (await starts(program))) return program;
  }
  return null;
}
