import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { atEnd } from "./clean-up";
import type { House } from "./house";

const ROOT = join(import.meta.dirname, "../..");
const ENTRY = join(ROOT, "tests/fakes/gateway-process.ts");
/** Inside the project: packages stay where they are. */
const BUNDLE = join(ROOT, `node_modules/.cache/gateway-process-${process.pid}.mjs`);

/** A gateway in a process of its own, on the house's database and under the house's public address. */
export type GatewayProcess = {
  url: string;
  mcp(server: string): string;
  instanceId: string;
  pid: number;
  /** Everything that it has written to its output and its errors. */
  said(): string;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
};

const running = new Set<ChildProcess>();
let bundled: Promise<unknown> | undefined;

/** Bundled as `npm start` bundles the server: a process starts in a third of the time. */
async function bundle(): Promise<void> {
  atEnd(() => rmSync(BUNDLE, { force: true }));
  await build({
    entryPoints: [ENTRY],
    outfile: BUNDLE,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "warning",
  });
}

/** Starts one; those that are left are killed when the test file ends. */
export async function startGatewayProcess(house: House, over: Record<string, string> = {}): Promise<GatewayProcess> {
  if (running.size === 0) atEnd(killAll);
  bundled ??= bundle();
  await bundled;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "test",
    HOST: "127.0.0.1",
    PORT: "0",
    DATABASE_URL: house.databaseUrl,
    PUBLIC_URL: house.url,
    AUTH_SECRET: house.secret,
    LOG_LEVEL: "warn",
    ...over,
  };
  const child = spawn(process.execPath, [BUNDLE], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (piece) => (said += piece));
  const ended = once(child, "exit").then(([code, signal]) => {
    running.delete(child);
    return (code ?? signal) as number | NodeJS.Signals;
  });
  const ready = await waitForReady(child, () => said);
  const url = `http://127.0.0.1:${ready.port}`;
  return {
    url,
    mcp: (server) => `${url}/mcp/${server}`,
    instanceId: ready.instanceId,
    pid: child.pid ?? 0,
    said: () => said,
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

async function waitForReady(child: ChildProcess, said: () => string): Promise<{ port: string; instanceId: string }> {
  for (;;) {
    const [, port, instanceId] = /^ready (\d+) (\S+)$/m.exec(said()) ?? [];
    if (port && instanceId) return { port, instanceId };
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the gateway ended: ${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function killAll(): Promise<void> {
  const left = [...running];
  await Promise.all(
    left.map((child) => {
      const gone = once(child, "exit");
      child.kill("SIGCONT");
      child.kill("SIGKILL");
      return gone;
    }),
  );
}
