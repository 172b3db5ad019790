import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { handleApi, installApi, isApiRequest } from "../../lib/api/index";
import { configureLog, environment, parseEnv, publicUrlOf } from "../../lib/base/index";
import { applyConfig } from "../../lib/config/index";
import { runningEmbedded } from "../../lib/db/embedded";
import { homeOf } from "../../lib/db/postgres-account";
import { findPostmaster } from "../../lib/db/postmaster";
import { cookieName, findHumanByEmail, startSession } from "../../lib/identity/index";
import { attachLive } from "../../lib/live/index";
import { ensureDefaultRule } from "../../lib/policy/index";
import { configureModules } from "../../server/configure";
import { type Door, openDoors } from "../../server/doors";
import { startMachines } from "../../server/machines";
import { openData } from "../../server/open-data";
import { statusDoor } from "../../server/status";
import { answerAsks } from "./answer-asks";

/**
 * What is measured: the whole server as server.ts puts it together, on its embedded, durable PostgreSQL, with the API
 * and the live connection. Only the pages are left out, unless they are asked for.
 */
export type GatewayReady = {
  port: number;
  publicUrl: string;
  databaseUrl: string;
  ownerUrl: string;
  /** The first process of the embedded PostgreSQL; 0 where it belongs to another gateway. */
  postmaster: number;
};
export type GatewayAsks = {
  /** Signs somebody in; answers the Cookie header of their browser. */
  session: { given: string; answers: string };
  /** Begins a CPU profile. */
  startProfile: { given: null; answers: null };
  /** Ends it and writes it into a file. */
  endProfile: { given: string; answers: null };
};

const version = "bench";
const env = parseEnv(environment());
const logger = configureLog(env.LOG_LEVEL);
const doors = await openDoors(env);
const publicUrl = publicUrlOf(env, doors.port);
const data = await openData(env, process.cwd(), logger);
const keys = configureModules(env, publicUrl, version);
await ensureDefaultRule();
if (env.COUNTERSIGN_CONFIG) await applyConfig(env.COUNTERSIGN_CONFIG, environment());
const live = attachLive(doors.http, { publicUrl });
const machines = await startMachines(
  { url: data.url, publicUrl, version, logger, onDeclaredDead: () => process.exit(1) },
  live.follow,
);
installApi({ version, database: data.kind, position: () => machines.tail.position() });
const api: Door = (request, response) => {
  if (!isApiRequest(request)) return false;
  void handleApi(request, response);
  return true;
};
doors.open([statusDoor(machines), machines.listen, api, ...(await pages())]);

const postmaster = data.kind === "embedded" ? findPostmaster(join(homeOf(env.DATA_DIR), "db")) : null;
const ready: GatewayReady = {
  port: doors.port,
  publicUrl,
  databaseUrl: data.url,
  ownerUrl: (await runningEmbedded(env.DATA_DIR)) ?? data.url,
  postmaster: postmaster?.pid ?? 0,
};

async function pages(): Promise<Door[]> {
  if (!environment().BENCH_PAGES) return [];
  const { startPages } = await import("../../server/pages");
  return [(await startPages(doors, process.cwd(), false)).door];
}

const inspector = new Session();
inspector.connect();

answerAsks<GatewayAsks>(
  ready,
  {
    startProfile: async () => {
      await inspector.post("Profiler.enable");
      await inspector.post("Profiler.setSamplingInterval", { interval: 200 });
      await inspector.post("Profiler.start");
      return null;
    },
    endProfile: async (file) => {
      const { profile } = await inspector.post("Profiler.stop");
      writeFileSync(file, JSON.stringify(profile));
      return null;
    },
    session: async (email) => {
      const human = await findHumanByEmail(email);
      if (!human) throw new Error(`${email} is nobody`);
      const visitor = { address: null, agent: "bench" };
      const sid = await startSession(human.id, { by: "password", visitor, replaces: null });
      return `${cookieName("session")}=${await encode({ token: { sid }, secret: keys.session, maxAge: 3600 })}`;
    },
  },
  async () => {
    await live.close();
    await machines.stop(1000);
    await doors.close(100);
    await data.close();
  },
);
