import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const HOUSE = join(import.meta.dirname, "../../../scripts/house");

/**
 * Runs a few lines with what a file of scripts/house exports in scope as `house`, in a process of their own, and
 * returns what `answer(value)` was given.
 */
export function runSnippet<T>(file: string, lines: string, env: Record<string, string> = {}): T {
  const said = execFileSync(process.execPath, wordsFor(file, lines), {
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return JSON.parse(said) as T;
}

/** The same, without waiting: for two at once. */
export async function startSnippet<T>(file: string, lines: string): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, wordsFor(file, lines));
  return JSON.parse(stdout) as T;
}

const wordsFor = (file: string, lines: string) => [
  "--input-type=module",
  "-e",
  `const house = await import(${JSON.stringify(join(HOUSE, file))});
   const answer = (value) => process.stdout.write(JSON.stringify(value));
   ${lines}`,
];
