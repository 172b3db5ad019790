import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  Client as ClientV2,
  ClientCredentialsProvider as ProviderV2,
  StreamableHTTPClientTransport as TransportV2,
} from "@modelcontextprotocol/client";
import { ClientCredentialsProvider } from "@modelcontextprotocol/sdk/client/auth-extensions.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authorityFor } from "../../lib/approvals/index";
import { db, inTransaction } from "../../lib/db/index";
import type { SignedIn } from "../../lib/identity/schema";
import { rulesInForce, saveRule } from "../../lib/policy/index";
import { DEFAULT_RULE } from "../../lib/policy/schema";
import { findTask, grantTask, lockTask, revokeTasks, type TaskView } from "../../lib/tasks/index";
import { forgetCredentials, type Registered } from "../../lib/tokens/index";
import { makeClocks, makeGiving } from "../factories/tasks";
import { makeAdmin, makeRegistered, makeServer } from "../factories/tokens";
import { freshDatabase } from "../setup/database";
import { askToken, type Door, openDoor } from "./authorization-door";

let door: Door;
let admin: SignedIn;
beforeAll(async () => {
  await freshDatabase();
  door = await openDoor();
  admin = await makeAdmin();
  await makeServer("files");
  await makeServer("mail");
});
afterAll(() => door.close());

const address = (server = "files") => new URL(`${door.url}/mcp/${server}`);
const credentialsOf = ({ agent, value }: Registered) => ({
  clientId: agent.id,
  clientSecret: value,
  expectedIssuer: `${door.url}/oauth`,
});

async function connectV1(agent: Registered): Promise<Client> {
  const client = new Client({ name: "v1", version: "1.0.0" });
  const authProvider = new ClientCredentialsProvider(credentialsOf(agent));
  await client.connect(new StreamableHTTPClientTransport(address(), { authProvider }));
  return client;
}

const tasksOf = (agentId: string) => db().task.findMany({ where: { agentId }, orderBy: { requestedAt: "asc" } });

/** How the agent's requested task would start by the rules in force. */
async function startOf({ agent }: Registered): Promise<string> {
  const { id } = await db().task.findFirstOrThrow({ where: { agentId: agent.id, state: "requested" } });
  const task = await findTask(id);
  return task ? authorityFor(task, agent.name, await rulesInForce(), () => "read").start : "gone";
}

/** Approves the agent's only open task, with a cool-down of so many seconds. */
async function grant(agentId: string, coolDownSeconds: number): Promise<TaskView> {
  const { id } = await db().task.findFirstOrThrow({ where: { agentId, state: "requested" } });
  await inTransaction(async (tx) => {
    const task = await lockTask(tx, id);
    if (task)
      await grantTask(tx, task, makeGiving({ clocks: makeClocks({ coolDownSeconds }) }), {
        because: "approved",
        callers: [],
      });
  });
  const task = await findTask(id);
  if (!task) throw new Error("the task is gone");
  return task;
}

describe("requests for tokens", () => {
  it("that come at once are each answered, whoever is done first", async () => {
    const { agent, value } = await makeRegistered(admin);
    const keys = fetch(`${door.url}/oauth/jwks`);
    const asked = Array.from({ length: 6 }, () => askToken(door, { id: agent.id, secret: value }));
    expect((await keys).status).toBe(200);
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await tasksOf(agent.id)).toHaveLength(1);
  });
});

describe("an unchanged SDK client", () => {
  it("of version 1 finds its way from a bare 401 to the tools", async () => {
    const agent = await makeRegistered(admin);
    door.log.length = 0;
    const client = await connectV1(agent);
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(["read_file"]);
    await client.close();
    expect(door.log.slice(0, 4)).toEqual([
      "POST /mcp/files → 401",
      "GET /.well-known/oauth-protected-resource/mcp/files → 200",
      "GET /.well-known/oauth-authorization-server/oauth → 200",
      "POST /oauth/token → 200",
    ]);
    const [task, ...others] = await tasksOf(agent.agent.id);
    expect(others).toEqual([]);
    expect(task).toMatchObject({ state: "requested", epoch: 1, alwaysAsks: false });
    expect(door.seen.at(-1)).toEqual({
      agentId: agent.agent.id,
      taskId: task?.id,
      epoch: 1,
      via: "token",
      workload: `client:${agent.agent.name}`,
    });
  });

  it("of version 2 does the same", async () => {
    const agent = await makeRegistered(admin);
    const client = new ClientV2({ name: "v2", version: "1.0.0" });
    await client.connect(new TransportV2(address(), { authProvider: new ProviderV2(credentialsOf(agent)) }));
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(["read_file"]);
    await client.close();
    expect(await tasksOf(agent.agent.id)).toHaveLength(1);
  });
});

describe("a client that authenticates again by itself", () => {
  it("is refused with the reason while its charter cools down, and then gets a task that asks a person, whatever the rule says", async () => {
    await saveRule(admin.human, { body: { ...DEFAULT_RULE, name: "trusted", priority: 10, start: "automatic" } });
    const agent = await makeRegistered(admin);
    const client = await connectV1(agent);
    expect(await startOf(agent)).toBe("automatic");
    const first = await grant(agent.agent.id, 2);
    await revokeTasks({ humanId: admin.human.id }, [first.id], "the release is cancelled");
    forgetCredentials();

    const refused = await askToken(door, { id: agent.agent.id, secret: agent.value });
    expect(refused.status).toBe(400);
    expect(refused.body.error).toBe("access_denied");
    expect(refused.body.error_description).toMatch(/was revoked: the release is cancelled.*in [12] s/);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await expect(connectV1(agent)).rejects.toThrow(/the release is cancelled/);
    expect(await tasksOf(agent.agent.id)).toHaveLength(1);

    await new Promise((resolve) => setTimeout(resolve, 2_200));
    const again = await connectV1(agent);
    const [, second, ...others] = await tasksOf(agent.agent.id);
    expect(others).toEqual([]);
    expect(second).toMatchObject({ state: "requested", alwaysAsks: true, previousId: first.id, grantId: null });
    expect(door.seen.at(-1)?.taskId).toBe(second?.id);
    expect(await startOf(agent)).toBe("approval");
    await client.close();
    await again.close();
  });
});

describe("a configuration that is shown with a credential", { timeout: 120_000 }, () => {
  const run = (command: string, args: string[]) =>
    promisify(execFile)(command, args, { cwd: process.cwd(), timeout: 60_000 });
  const textOf = (made: Registered, id: string) => made.snippets.find((snippet) => snippet.id === id)?.text ?? "";

  it("works when it is pasted: the SDK with a secret and with a key", async () => {
    for (const credential of ["secret", "key"] as const) {
      const made = await makeRegistered(admin, { credential });
      const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", textOf(made, "sdk")]);
      expect(stdout).toContain("read_file");
    }
  });

  it("works when it is pasted: curl with a secret and with a key", async () => {
    const secret = await makeRegistered(admin, { credential: "secret" });
    const token = JSON.parse((await run("sh", ["-c", textOf(secret, "curl")])).stdout);
    expect(token).toMatchObject({ token_type: "Bearer", expires_in: 120 });
    const key = await makeRegistered(admin, { credential: "key" });
    expect((await run("sh", ["-c", textOf(key, "curl")])).stdout).toContain("read_file");
  });
});
