import { mkdirSync, rmSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundle";
import { type Choices, HELP, readChoices } from "./choices";
import { measureClicks } from "./click-to-forward";
import { measureScreen } from "./commit-to-screen";
import { CPU_IS_TOLD } from "./cpu-seconds";
import { LogBook } from "./log-book";
import { report } from "./report";
import { measureRevocations } from "./revoke-to-effect";
import { measureThroughput } from "./throughput";
import { type Figures, judge } from "./verdict";
import { startWorld, type World } from "./world";

const ROOT = join(import.meta.dirname, "..");
/** In the project, so that packages are found, and on the disk that people keep data on: not on one in memory. */
const FOLDER = join(ROOT, ".bench");

const say = (line: string): void => console.error(`· ${line}`);

async function main(choices: Choices): Promise<number> {
  process.chdir(ROOT);
  if (!CPU_IS_TOLD) say("this system does not tell CPU time as Linux does: those columns stay empty");
  const scripts = await bundle(ROOT, join(FOLDER, "processes"));
  const folder = join(FOLDER, "world");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const world = await startWorld(choices, scripts, folder);
  process.once("SIGINT", () => void world.end().finally(() => process.exit(130)));
  try {
    const figures = await measure(world);
    const verdict = judge(figures, Math.max(...choices.connections));
    const machine = { cores: cpus().length, model: cpus()[0]?.model.trim(), load: loadavg()[0], node: process.version };
    console.log(
      choices.json ? JSON.stringify({ machine, ...figures, verdict }, null, 2) : report(figures, verdict, machine),
    );
    return verdict.failures.length > 0 || (verdict.missed.length > 0 && !verdict.inconclusive) ? 1 : 0;
  } finally {
    await world.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(world: World): Promise<Figures> {
  const { parts } = world.choices;
  const part = async <T>(name: Parameters<typeof parts.has>[0], work: () => Promise<T>): Promise<T | null> => {
    if (!parts.has(name)) return null;
    say(name);
    return work();
  };
  const measured = (await part("throughput", () => measureThroughput(world, say))) ?? [];
  const click = await part("click", () => measureClicks(world));
  const screen = await part("screen", () => measureScreen(world));
  const revoke = await part("revoke", () => measureRevocations(world));
  const log = await LogBook.open(world.gateway.ready.databaseUrl);
  const loose = await log.loose().finally(() => log.close());
  return { measured, click, revoke, screen, loose };
}

const choices = readChoices(process.argv.slice(2));
if (choices) process.exitCode = await main(choices);
else console.log(HELP);
