import { handleApi, installApi, isApiRequest } from "./lib/api/index";
import {
  configureLog,
  type Env,
  environment,
  envNotes,
  isAppError,
  type Logger,
  parseEnv,
  publicUrlOf,
} from "./lib/base/index";
import { applyConfig, countDeclared } from "./lib/config/index";
import { attachLive } from "./lib/live/index";
import { type Notifier, startNotifier } from "./lib/notify/index";
import { ensureDefaultRule } from "./lib/policy/index";
import { version } from "./package.json";
import { configureModules } from "./server/configure";
import { type Door, openDoors } from "./server/doors";
import { greet, letFirstPersonIn } from "./server/greet";
import { startMachines } from "./server/machines";
import { openData } from "./server/open-data";
import { startPages } from "./server/pages";
import { statusDoor } from "./server/status";
import { untilToldToStop } from "./server/until-told-to-stop";

const ROOT = process.cwd();
/** How long calls under way may take after the process was told to stop, in milliseconds. */
const GRACE_MILLISECONDS = 10_000;

/** The composition root: starts everything in its order, and ends it in the opposite one. */
async function main(env: Env, logger: Logger): Promise<void> {
  for (const note of envNotes(env)) logger.warn(note);
  const doors = await openDoors(env);
  const publicUrl = publicUrlOf(env, doors.port);
  const data = await openData(env, ROOT, logger);
  const keys = configureModules(env, publicUrl, version);
  await ensureDefaultRule();
  await applyFile(env.COUNTERSIGN_CONFIG, logger);
  // After the file, which may declare people: a link for "nobody is here yet" would be dead.
  const firstLink = await letFirstPersonIn(env);
  const stop = untilToldToStop();
  const live = attachLive(doors.http, { publicUrl });
  let notifier: Notifier | undefined;
  const machines = await startMachines(
    { url: data.url, publicUrl, version, logger, onDeclaredDead: () => stop.now("taken for dead by another instance") },
    (entries) => {
      live.follow(entries);
      notifier?.follow(entries); // what came before it was there, it finds in the log
    },
  );
  notifier = startNotifier(() => machines.tail.position());
  installApi({ version, database: data.kind, position: () => machines.tail.position() });
  const pages = await startPages(doors, ROOT, env.NODE_ENV === "development");
  doors.open([statusDoor(machines), machines.listen, apiDoor, pages.door]);
  greet(publicUrl, firstLink, keys, logger);

  const why = await stop.told;
  logger.info({ why }, "stopping");
  await live.close();
  await notifier.stop();
  await machines.stop(GRACE_MILLISECONDS);
  await doors.close(1000);
  await pages.close();
  await data.close();
}

/** Without the file what it once declared stays as it was, and nobody can change it on a page: that is worth a word. */
async function applyFile(file: string | undefined, logger: Logger): Promise<void> {
  if (file) return void (await applyConfig(file, environment()));
  const declared = await countDeclared();
  if (declared > 0)
    logger.warn({ declared }, "COUNTERSIGN_CONFIG is not set; what a file declared before is still here");
}

const apiDoor: Door = (request, response) => {
  if (!isApiRequest(request)) return false;
  void handleApi(request, response);
  return true;
};

try {
  const env = parseEnv();
  await main(env, configureLog(env.LOG_LEVEL));
  process.exit(0);
} catch (error) {
  // An expected refusal is for the person at the terminal: a sentence, no stack.
  process.stderr.write(
    isAppError(error) ? `\n${error.message}\n\n` : `\n${String(error instanceof Error ? error.stack : error)}\n\n`,
  );
  process.exit(1);
}
