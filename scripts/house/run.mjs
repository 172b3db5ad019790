import { spawn } from "node:child_process";
import { ROOT } from "./root.mjs";
import { Stop } from "./step.mjs";

const TAIL = 8_000;

/**
 * Runs a program in the project's folder. Quiet ones show the end of what they said only when they fail; the others
 * talk to the terminal.
 *
 * @returns The exit code, when `codes` are wanted; otherwise anything but 0 stops the command.
 */
export async function run(program, args, { env = process.env, quiet = false, codes = false } = {}) {
  const child = spawn(program, args, {
    cwd: ROOT,
    env,
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
  });
  let said = "";
  const hear = (chunk) => {
    said = (said + chunk).slice(-TAIL);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const release = passSignals(child);
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (...ended) => resolve(ended));
  }).finally(release);
  if (code === 0) return 0;
  if (codes && code !== null) return code;
  throw new Stop(`${said}\n${[program, ...args].join(" ")} ended with ${signal ?? code}.`.trimStart());
}

/** While a program runs, a request to end goes to it as well; then we end too. */
function passSignals(child) {
  const forward = (signal) => {
    child.kill(signal);
    child.once("close", () => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, forward);
  return () => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, forward);
  };
}
