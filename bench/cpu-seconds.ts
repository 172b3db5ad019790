import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Whether this system tells what a process has computed. */
export const CPU_IS_TOLD = process.platform === "linux";

const TICKS = CPU_IS_TOLD ? Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" })) : 100;

type Stat = { pid: number; parent: number; ticks: number };

/**
 * What these processes and all below them have computed since they began, in seconds: user and system time, with that
 * of children that have ended and were waited for. Source: proc(5), /proc/pid/stat.
 */
export function cpuSeconds(roots: readonly number[]): number {
  if (!CPU_IS_TOLD) return Number.NaN;
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? statOf(name) : []));
  const counted = new Set(roots);
  for (let before = -1; before !== counted.size; ) {
    before = counted.size;
    for (const { pid, parent } of all) if (counted.has(parent)) counted.add(pid);
  }
  const ticks = all.filter(({ pid }) => counted.has(pid)).reduce((sum, stat) => sum + stat.ticks, 0);
  return ticks / TICKS;
}

/** The name in parentheses may hold spaces and parentheses: fields are counted from the last one. */
function statOf(pid: string): Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15).map(Number);
    const ticks = (user ?? 0) + (system ?? 0) + (childrenUser ?? 0) + (childrenSystem ?? 0);
    return [{ pid: Number(pid), parent: Number(fields[1]), ticks }];
  } catch {
    return []; // it ended between listing and reading
  }
}
