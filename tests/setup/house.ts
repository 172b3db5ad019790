import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { createLogger, parseEnv } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import type { Person } from "../../lib/identity/schema";
import { ensureDefaultRule, saveRule } from "../../lib/policy/index";
import { DEFAULT_RULE, type RuleBody } from "../../lib/policy/schema";
import { addServer, classTools } from "../../lib/servers/index";
import type { CharterBody } from "../../lib/tasks/schema";
import { registerAgent } from "../../lib/tokens/index";
import { configureModules } from "../../server/configure";
import { openDoors } from "../../server/doors";
import { type Machines, startMachines } from "../../server/machines";
import { statusDoor } from "../../server/status";
import { makeHuman } from "../factories/tasks";
import { atEnd } from "./clean-up";
import { freshDatabase } from "./database";
import { openForTests } from "./own-postgres";

export type House = {
  url: string;
  /** The address of a server at the gateway. */
  mcp(server: string): string;
  machines: Machines;
  http: Server;
  databaseUrl: string;
  /** AUTH_SECRET, from which all keys follow: another process that has it is the same house. */
  secret: string;
  admin: Person;
  /** An approver who owns no agent. */
  sam: Person;
};

export type HouseOptions = {
  holdMilliseconds?: number;
  callMilliseconds?: number;
  /** A migrated database to use instead of a fresh one. */
  database?: string;
};

/** Starts a whole process but its pages, on a database of its own, at a free port of the loopback. */
export async function startHouse({ database, ...over }: HouseOptions = {}): Promise<House> {
  const databaseUrl = database === undefined ? await freshDatabase() : openForTests(database);
  const doors = await openDoors({ HOST: "127.0.0.1", PORT: 0 });
  const url = `http://127.0.0.1:${doors.port}`;
  const secret = randomBytes(32).toString("base64");
  configureModules(
    parseEnv({ DATABASE_URL: databaseUrl, PUBLIC_URL: url, AUTH_SECRET: secret, NODE_ENV: "test" }),
    url,
    "test",
  );
  await ensureDefaultRule();
  const logger = createLogger("fatal");
  const machines = await startMachines(
    { url: databaseUrl, publicUrl: url, version: "test", logger, onDeclaredDead: () => {}, ...over },
    () => {},
  );
  doors.open([statusDoor(machines), machines.listen]);
  atEnd(async () => {
    await machines.stop(500);
    await doors.close(100);
  });
  const admin = await makePerson(["viewer", "admin"]);
  return {
    url,
    mcp: (server) => `${url}/mcp/${server}`,
    machines,
    http: doors.http,
    databaseUrl,
    secret,
    admin,
    sam: await makePerson(["viewer", "approver"]),
  };
}

export async function makePerson(roles: ("viewer" | "approver" | "auditor" | "admin")[]): Promise<Person> {
  const { id, email } = await makeHuman({ roles });
  return { via: "page", human: { id, email, name: email, roles, seesBodies: true }, sessionHash: id };
}

/** Registers a server and says of each of its tools what it is. */
export async function makeServer(
  house: House,
  name: string,
  url: string,
  classes: Record<string, "read" | "write" | "destructive">,
): Promise<void> {
  const server = await addServer(house.admin.human, { name, url });
  await classTools(
    house.admin.human,
    server.id,
    Object.entries(classes).map(([tool, kind]) => ({ tool, class: kind })),
  );
}

/** Registers an agent of the admin's, with a default charter. */
export async function makeRegisteredAgent(
  house: House,
  name: string,
  charter: CharterBody,
  credential: "secret" | "key" = "secret",
) {
  return registerAgent(house.admin, { name, ownerId: house.admin.human.id, note: "", charter, credential });
}

/** Changes the default rule. */
export async function changeDefaultRule(house: House, over: Partial<RuleBody>): Promise<void> {
  const rule = await db().rule.findUniqueOrThrow({ where: { name: "default" } });
  await saveRule(house.admin.human, {
    id: rule.id,
    body: { ...DEFAULT_RULE, ...over },
    reason: "for a test",
    expectedVersion: rule.version,
  });
}
