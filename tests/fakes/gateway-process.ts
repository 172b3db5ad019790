import { handleApi, installApi, isApiRequest } from "../../lib/api/index";
import { instanceId } from "../../lib/audit/index";
import { configureLog, parseEnv, publicUrlOf } from "../../lib/base/index";
import { closeDatabase, openDatabase } from "../../lib/db/index";
import { type Notifier, startNotifier } from "../../lib/notify/index";
import { configureModules } from "../../server/configure";
import { openDoors } from "../../server/doors";
import { startMachines } from "../../server/machines";
import { statusDoor } from "../../server/status";
import { untilToldToStop } from "../../server/until-told-to-stop";

/** One gateway of several on a database that is there already: everything of server.ts but the pages. */
process.on("disconnect", () => process.exit(1)); // whoever started it is gone

const env = parseEnv();
const logger = configureLog(env.LOG_LEVEL);
const url = env.DATABASE_URL ?? "";
const doors = await openDoors(env);
const publicUrl = publicUrlOf(env, doors.port);
openDatabase(url);
configureModules(env, publicUrl, "test");
const stop = untilToldToStop();
const milliseconds = (name: string) => (process.env[name] ? Number(process.env[name]) : undefined);
let notifier: Notifier | undefined;
const machines = await startMachines(
  {
    url,
    publicUrl,
    version: "test",
    logger,
    holdMilliseconds: milliseconds("HOLD_MILLISECONDS"),
    callMilliseconds: milliseconds("CALL_MILLISECONDS"),
    onDeclaredDead: () => stop.now("taken for dead by another instance"),
  },
  (entries) => notifier?.follow(entries),
);
notifier = startNotifier(() => machines.tail.position());
installApi({ version: "test", database: "given", position: () => machines.tail.position() });
doors.open([
  statusDoor(machines),
  machines.listen,
  (request, response) => {
    if (!isApiRequest(request)) return false;
    void handleApi(request, response);
    return true;
  },
]);
process.stdout.write(`ready ${doors.port} ${instanceId()}\n`);

const why = await stop.told;
logger.info({ why }, "stopping");
await notifier.stop();
await machines.stop(1000);
await doors.close(500);
await closeDatabase();
process.exit(0);
