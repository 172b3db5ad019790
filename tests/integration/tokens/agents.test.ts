import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError, newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import { findAgent, markAgentDisabled } from "../../../lib/identity/index";
import type { SignedIn } from "../../../lib/identity/schema";
import { openTask } from "../../../lib/tasks/index";
import {
  changeAgent,
  disableAgent,
  enableAgent,
  findDefaultCharter,
  forgetCredentials,
  identify,
  type Registered,
  registerAgent,
} from "../../../lib/tokens/index";
import { acceptSecret } from "../../../lib/tokens/store";
import { makeHuman, makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { configureHouse, makeAdmin, makeRegistered, makeServer } from "../../factories/tokens";
import { freshDatabase } from "../../setup/database";
import { entriesSince, kindsSince, latest, refusal } from "./house";

const HOUSE = "https://countersign.example";
const CHARTER = { purpose: "Cut the weekly release", scope: [{ server: "files", tools: ["read_file"] }] };

let admin: SignedIn;
beforeAll(async () => {
  await freshDatabase();
  configureHouse(HOUSE);
  await makeServer("files");
  admin = await makeAdmin();
});

let count = 0;
const newName = () => {
  count += 1;
  return `bot-${count}`;
};
const registration = (over: Partial<Parameters<typeof registerAgent>[1]> = {}) => ({
  name: newName(),
  ownerId: admin.human.id,
  note: "for tests",
  charter: CHARTER,
  credential: "secret" as const,
  ...over,
});

describe("registering an agent", () => {
  it("makes it, its charter and its credential in one transaction, and shows the secret once", async () => {
    const seq = await latest();
    const made = await registerAgent(admin, registration());
    const entries = await entriesSince(seq);
    expect(entries.map((entry) => entry.kind)).toEqual([
      "agent.registered",
      "agent.charter_set",
      "agent.credential_made",
    ]);
    expect(entries.every((entry) => entry.agentId === made.agent.id && entry.humanId === admin.human.id)).toBe(true);
    expect(JSON.stringify(entries)).not.toContain(made.value.slice(4, -4));
    expect(await acceptSecret(made.agent.id, made.value)).toBe(true);
    expect(await findDefaultCharter(made.agent.id)).toEqual(CHARTER);
    expect(made.addresses).toEqual([{ server: "files", url: `${HOUSE}/mcp/files` }]);
  });

  it("writes the configurations for the credential that was chosen", async () => {
    const secret = await registerAgent(admin, registration());
    expect(secret.snippets.map((snippet) => snippet.id)).toEqual(["sdk", "curl"]);
    for (const { text } of secret.snippets) expect(text).toContain(secret.value);
    const key = await registerAgent(admin, registration({ credential: "key" }));
    expect(key.snippets.map((snippet) => snippet.id)).toEqual(["claude-code", "sdk", "curl"]);
    expect(key.snippets[0]?.text).toBe(
      `claude mcp add --transport http files ${HOUSE}/mcp/files --header "Authorization: Bearer ${key.value}"`,
    );
  });

  it.each([
    ["an unknown server", { charter: { ...CHARTER, scope: [{ server: "nowhere", tools: ["x"] }] } }, "charter.scope"],
    ["no purpose", { charter: { ...CHARTER, purpose: "" } }, "charter.purpose"],
    ["an empty scope", { charter: { ...CHARTER, scope: [] } }, "charter.scope"],
    ["a bad name", { name: "Not A Name" }, "name"],
    ["an owner who is not here", { ownerId: newId() }, "ownerId"],
  ])("is refused at the field for %s, and leaves nothing", async (_what, over, field) => {
    const seq = await latest();
    const before = await db().agent.count();
    const answer = await refusal(() => registerAgent(admin, registration(over)));
    expect(answer).toMatchObject({ code: "INVALID_INPUT", detail: { fields: { [field]: expect.any(String) } } });
    expect([await db().agent.count(), await kindsSince(seq)]).toEqual([before, []]);
  });

  it("is refused under a taken name, and to anybody but an admin", async () => {
    const { agent } = await registerAgent(admin, registration());
    const { id, email } = await makeHuman({ roles: ["viewer"] });
    const human = { id, email, name: email, roles: ["viewer" as const], seesBodies: true };
    const seq = await latest();
    expect((await refusal(() => registerAgent(admin, registration({ name: agent.name })))).code).toBe("NAME_TAKEN");
    const viewer: SignedIn = { via: "page", human, sessionHash: id };
    expect((await refusal(() => registerAgent(viewer, registration()))).code).toBe("FORBIDDEN");
    expect(await kindsSince(seq)).toEqual([]);
  });
});

describe("changing an agent", () => {
  it("changes its face and its default charter together; its open tasks keep theirs", async () => {
    const { agent } = await makeRegistered(admin);
    const task = await openTask({ agentId: agent.id, charter: null, run: "", workload: "test", requestedSeconds: 60 });
    const seq = await latest();
    const name = newName();
    expect(await changeAgent(admin, agent.id, { name, charter: CHARTER })).toMatchObject({ name });
    expect(await kindsSince(seq)).toEqual(["agent.changed", "agent.charter_set"]);
    expect(await findDefaultCharter(agent.id)).toEqual(CHARTER);
    const after = await db().task.findUniqueOrThrow({ where: { id: task.id }, include: { charter: true } });
    expect(after).toMatchObject({ state: "requested", epoch: task.epoch, charter: { id: task.charter.id } });
  });

  it("changes nothing when one part of it is refused", async () => {
    const { agent } = await makeRegistered(admin);
    const seq = await latest();
    const charter = { ...CHARTER, scope: [{ server: "nowhere", tools: ["x"] }] };
    expect((await refusal(() => changeAgent(admin, agent.id, { note: "x", charter }))).code).toBe("INVALID_INPUT");
    await db().agent.update({ where: { id: agent.id }, data: { source: "config" } });
    expect((await refusal(() => changeAgent(admin, agent.id, { charter: CHARTER }))).code).toBe("CONFIG_OWNED");
    expect(await kindsSince(seq)).toEqual([]);
    expect(await findAgent(agent.id)).toMatchObject({ note: agent.note });
  });
});

describe("disabling an agent", () => {
  let registered: Registered;
  beforeEach(async () => {
    registered = await makeRegistered(admin, { credential: "key" });
  });

  it("revokes its tasks in the same transaction, and says how many", async () => {
    const agentId = registered.agent.id;
    const running = await makeRunningTask({ agentId });
    const requested = await makeRequestedTask({ agentId });
    const foreign = await makeRunningTask();
    const seq = await latest();
    const done = await disableAgent(admin, agentId, "it went wild");
    expect(done).toMatchObject({ tasks: 2, agent: { id: agentId, state: "disabled" } });
    const entries = await entriesSince(seq);
    expect(entries.map((entry) => entry.kind)).toEqual(["task.revoked", "task.revoked", "agent.disabled"]);
    expect(entries.at(-1)).toMatchObject({ humanId: admin.human.id, facts: { reason: "it went wild", tasks: 2 } });
    const states = await db().task.findMany({ where: { id: { in: [running.id, requested.id, foreign.id] } } });
    expect(states.filter((task) => task.state === "revoked")).toHaveLength(2);
    expect(states.find((task) => task.id === foreign.id)?.state).toBe("running");
  });

  it("stops its key at once, and enabling lets the key come again to a task that asks a person", async () => {
    const { agent, value } = registered;
    const come = async () => identify(`Bearer ${value}`, "files", "203.0.113.1");
    const { taskId } = await come();
    await disableAgent(admin, agent.id, "left");
    expect((await refusal(come)).code).toBe("AGENT_DISABLED");
    await enableAgent(admin, agent.id);
    expect((await refusal(come)).code).toBe("COOLING_DOWN");
    await db().$executeRaw`UPDATE task SET cool_until = clock_timestamp() WHERE id = ${taskId}::uuid`;
    forgetCredentials();
    const again = await come();
    expect(await db().task.findUniqueOrThrow({ where: { id: again.taskId } })).toMatchObject({
      state: "requested",
      alwaysAsks: true,
    });
  });

  it("a second time records nothing", async () => {
    await disableAgent(admin, registered.agent.id, "left");
    const seq = await latest();
    expect(await disableAgent(admin, registered.agent.id, "again")).toMatchObject({ tasks: 0 });
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("is refused for an agent of the configuration file, whose tasks go on", async () => {
    const agentId = registered.agent.id;
    const running = await makeRunningTask({ agentId });
    await db().agent.update({ where: { id: agentId }, data: { source: "config" } });
    const seq = await latest();
    expect((await refusal(() => disableAgent(admin, agentId, "x"))).code).toBe("CONFIG_OWNED");
    expect(await kindsSince(seq)).toEqual([]);
    expect(await db().task.findUniqueOrThrow({ where: { id: running.id } })).toMatchObject({ state: "running" });
  });

  it("leaves no open task behind, however openings race it", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { agent } = await makeRegistered(admin);
      const open = (run: string) =>
        openTask({ agentId: agent.id, charter: null, run, workload: "test", requestedSeconds: 60 }).catch(
          (error: unknown) => {
            if (!(error instanceof AppError && error.code === "AGENT_DISABLED")) throw error;
          },
        );
      await Promise.all([open("a"), open("b"), disableAgent(admin, agent.id, "race"), open("c"), open("d")]);
      const open_ = { agentId: agent.id, state: { in: ["requested", "running", "paused"] } };
      expect(await db().task.count({ where: open_ })).toBe(0);
    }
  });

  it("catches a task that was opened between its look at the tasks and its hold on the agent", async () => {
    const { agent } = await makeRegistered(admin);
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    // Holds the agent's row, as an opening does, while the disabling already waits for it.
    const opening = inTransaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM agent WHERE id = ${agent.id}::uuid FOR SHARE`;
      await held;
      const charter = await tx.defaultCharter.findUniqueOrThrow({ where: { agentId: agent.id } });
      await tx.$executeRaw`INSERT INTO task (id, agent_id, charter_id, run, state, requested_until)
        VALUES (${newId()}::uuid, ${agent.id}::uuid, ${charter.charterId}::uuid, '', 'requested', clock_timestamp() + interval '1 hour')`;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const disabling = disableAgent(admin, agent.id, "race");
    await new Promise((resolve) => setTimeout(resolve, 200));
    letGo();
    await opening;
    expect(await disabling).toMatchObject({ tasks: 1 });
    expect(await db().task.findFirstOrThrow({ where: { agentId: agent.id } })).toMatchObject({ state: "revoked" });
  });
});

describe("opening a task", () => {
  it("is refused for an agent that is disabled, and writes nothing", async () => {
    const { agent } = await makeRegistered(admin);
    await inTransaction((tx) => markAgentDisabled(tx, admin, agent.id));
    const seq = await latest();
    const opening = { agentId: agent.id, charter: null, run: "", workload: "test", requestedSeconds: 60 };
    expect((await refusal(() => openTask(opening))).code).toBe("AGENT_DISABLED");
    expect(await kindsSince(seq)).toEqual([]);
  });
});
