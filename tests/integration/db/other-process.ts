import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Another process of ours that has the embedded server. */
export type Other = {
  pid: number;
  url: string;
  ownerUrl: string;
  /** SIGKILL: it cannot tell its server anything. */
  kill(): Promise<void>;
  /** Ends without having stopped its server. */
  crash(): Promise<void>;
  /** Ends as it should. */
  end(): Promise<void>;
};

/** Starts one on a data folder; rejects with what it said when it does not come up. */
export async function startProcess(dataDir: string, options: { uid?: number } = {}): Promise<Other> {
  const script = join(import.meta.dirname, "embedded-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const exited = once(child, "exit");
  const first = await Promise.race([once(child.stdout, "data"), exited.then(() => null)]);
  if (!first) throw new Error(said);
  const { url, ownerUrl } = JSON.parse(String(first[0])) as { url: string; ownerUrl: string };
  const endBy = (signal: NodeJS.Signals) => async () => {
    child.kill(signal);
    await exited;
  };
  return { pid: child.pid ?? 0, url, ownerUrl, kill: endBy("SIGKILL"), crash: endBy("SIGUSR2"), end: endBy("SIGTERM") };
}
