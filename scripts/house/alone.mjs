import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "./root.mjs";

const LOCK = join(ROOT, ".stamp/busy");

/** Does work while no other command of this project does its set-up in the same folder; waits for one that does. */
export async function alone(work) {
  mkdirSync(join(ROOT, ".stamp"), { recursive: true });
  for (let said = false; !take(); await sleep(500)) {
    if (!said) console.error("· another command is setting up; waiting for it");
    said = true;
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function take() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!isAlive(holder())) rmSync(LOCK, { force: true });
    return false;
  }
}

function holder() {
  try {
    return Number(readFileSync(LOCK, "utf8"));
  } catch {
    return 0;
  }
}

/** The number in a lock that was left behind may belong to any program by now: only one of ours counts. */
function isAlive(pid) {
  if (!pid) return true; // being written just now
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self/cmdline") || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("scripts/");
  } catch (error) {
    return error.code === "EPERM";
  }
}
