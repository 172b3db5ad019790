import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./alone.mjs";
import { cleanEnv } from "./clean-env.mjs";
import { fingerprint, isStamped, stamp } from "./fingerprint.mjs";
import { install } from "./install.mjs";
import { checkNode } from "./node-version.mjs";
import { ROOT } from "./root.mjs";
import { run } from "./run.mjs";
import { step } from "./step.mjs";

const SCHEMA = ["package-lock.json", "prisma/schema", "prisma.config.ts"];
const SERVER = [
  "package-lock.json",
  "package.json",
  "tsconfig.json",
  "server.ts",
  "server",
  "cli",
  "lib",
  "prisma",
  "scripts",
];
const FOLDERS = ["app", "cli", "components", "lib", "prisma", "public", "scripts", "server", "styles"];
const isSource = (name) =>
  /\.(ts|tsx|mjs|json|css)$/.test(name) && !/^(tsconfig\.tsbuildinfo|next-env\.d\.ts)$/.test(name);

/**
 * Brings the project to where a command can run: packages and database client, on request the bundle of the server and
 * of the commands, and the pages. Does only what is missing or no longer fits the sources; two at once take turns.
 */
export async function prepare({ server = false, pages = false } = {}) {
  checkNode();
  process.chdir(ROOT);
  await alone(async () => {
    await install();
    await generate();
    if (pages) await buildPages();
    if (server) await buildServer();
  });
}

/** Adds what `.env` says to the environment; what is set there already stays. */
export function loadEnvFile() {
  const file = join(ROOT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

async function generate() {
  const print = fingerprint(SCHEMA);
  if (isStamped("generate", print) && existsSync(join(ROOT, "generated/prisma/client.ts"))) return;
  await step("generating the database client", () => node("node_modules/prisma/build/index.js", ["generate"]));
  stamp("generate", print);
}

async function buildPages() {
  const print = fingerprint([...readdirSync(ROOT).filter(isSource).sort(), ...FOLDERS]);
  if (isStamped("pages", print) && existsSync(join(ROOT, ".next/BUILD_ID"))) return;
  await step("building the pages", () =>
    node("node_modules/next/dist/bin/next", ["build"], { NODE_ENV: "production" }),
  );
  stamp("pages", print);
}

async function buildServer() {
  const print = fingerprint(SERVER);
  if (isStamped("server", print) && existsSync(join(ROOT, "dist/server.mjs"))) return;
  await step("building the server", () => node("scripts/house/bundle.mjs", []));
  stamp("server", print);
}

const node = (script, args, env) => run(process.execPath, [script, ...args], { env: cleanEnv(env), quiet: true });
