import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

export type Product = {
  url: string;
  /** The link by which the first person comes in, when there is nobody yet. */
  firstLink: string | null;
  folder: string;
  stop(): Promise<void>;
};

/** Starts the product as `npm start` does, on an embedded database of its own, at a free port. */
export async function startProduct(env: Record<string, string> = {}, config?: string): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-e2e-"));
  const file = join(folder, "countersign.yaml");
  if (config !== undefined) writeFileSync(file, config);
  const child = spawn(process.execPath, ["dist/server.mjs"], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      PORT: "0",
      DATA_DIR: join(folder, "data"),
      LOG_LEVEL: "warn",
      ...(config === undefined ? {} : { COUNTERSIGN_CONFIG: file }),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = await readUntil(child, /Countersign is ready at (\S+)/);
  return {
    url: /Countersign is ready at (\S+)/.exec(said)?.[1] ?? "",
    firstLink: /Become the first person: (\S+)/.exec(said)?.[1] ?? null,
    folder,
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a program of ours or of the SDK that listens on a port, and waits until it does. */
export async function startProgram(
  args: string[],
  env: Record<string, string>,
  port: number,
): Promise<{ stop(): void }> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
    stdio: "ignore",
  });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (up) return { stop: () => void child.kill("SIGTERM") };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${args.at(-1)} did not come up`);
}

/** A port of the loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export const newPassword = (): string => randomBytes(12).toString("base64url");

async function readUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      // The lines that follow the first one belong to the same greeting.
      if (pattern.test(said)) setTimeout(resolve, 100);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the product ended with ${code}:\n${said}`)));
    setTimeout(() => reject(new Error(`the product did not get ready:\n${said}`)), 60_000).unref();
  });
  return said;
}
