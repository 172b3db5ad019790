import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A PostgreSQL server as its own `postmaster.pid` describes it. */
export type Postmaster = { pid: number; socketFolder: string; ready: boolean };

/** Reads which server runs, or ran last, on a data folder. */
export function readPostmaster(cluster: string): Postmaster | null {
  const file = join(cluster, "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid, , , , socketFolder = "", , , status = ""] = readFileSync(file, "utf8").split("\n");
  return { pid: Number(pid), socketFolder: socketFolder.trim(), ready: status.trim() === "ready" };
}

/**
 * The server that runs on a data folder now, if any. A note left behind by one that was killed is taken away: its
 * number may since belong to another program (in a container it nearly always does), and PostgreSQL would not start.
 */
export function findPostmaster(cluster: string): Postmaster | null {
  const found = readPostmaster(cluster);
  if (!found) return null;
  if (isRunning(found.pid) && servesCluster(found.pid, cluster)) return found;
  rmSync(join(cluster, "postmaster.pid"), { force: true });
  return null;
}

/** Tells whether a process exists, ours or not. One that has ended and waits for its parent to notice does not count. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 2) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !/^\d+ \(.*\) Z/s.test(readIfThere(`/proc/${pid}/stat`));
}

/** What the system says about a process; "" when it is gone by now, or the system has no such file. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function servesCluster(pid: number, cluster: string): boolean {
  if (existsSync("/proc/self/cmdline")) return readIfThere(`/proc/${pid}/cmdline`).split("\0").includes(cluster);
  const shown = spawnSync("ps", ["-ww", "-p", String(pid), "-o", "command="], { encoding: "utf8" });
  return shown.status !== 0 || shown.stdout.includes(cluster);
}

/**
 * Waits until the server takes connections.
 *
 * @param seconds How long to wait; recovery after a crash needs its time.
 * @returns Its description, or null when it ended or did not get ready in time.
 */
export async function untilReady(cluster: string, pid: number, seconds: number): Promise<Postmaster | null> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end && isRunning(pid); await sleep(20)) {
    const found = readPostmaster(cluster);
    if (found?.pid === pid && found.ready) return found;
  }
  return null;
}

/** Ends a server: quickly and cleanly, and when that takes more than 15 s, at once. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ["SIGINT", 15],
    ["SIGQUIT", 5],
    ["SIGKILL", 2],
  ] as const) {
    signalPostmaster(pid, signal);
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(10)) {
      if (!isRunning(pid)) return;
    }
  }
}

/** Sends a signal to a server that may be gone already. */
export function signalPostmaster(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
