import { describe, expect, it } from "vitest";
import { findApproval } from "../../../lib/approvals/index";
import { listEntries } from "../../../lib/audit/index";
import { db, inTransaction } from "../../../lib/db/index";
import { disablePerson, humanFromAccessToken } from "../../../lib/identity/index";
import { listRules } from "../../../lib/policy/index";
import { classTools, disableServer, listTools } from "../../../lib/servers/index";
import { findTask, grantTask, lockTask, openTask, type TaskView } from "../../../lib/tasks/index";
import { disableAgent, identify } from "../../../lib/tokens/index";
import { makeHeldCall, makeHold } from "../../factories/holds";
import { makeGiving } from "../../factories/tasks";
import {
  apply,
  eachInItsOwnHouse,
  entriesSince,
  kindsSince,
  latest,
  makePageAdmin,
  PEOPLE,
  RULES,
  refusal,
  SECRETS,
  SERVERS,
  WHOLE,
} from "./applying";

eachInItsOwnHouse();

const SCOPE = [{ server: "everything", tools: ["echo", "get-sum"] }];
const agentNamed = (name: string) => db().agent.findUniqueOrThrow({ where: { name } });
const serverNamed = (name: string) => db().server.findUniqueOrThrow({ where: { name } });

async function open(agentId: string, run: string): Promise<TaskView> {
  return openTask({ agentId, charter: null, run, workload: "test", requestedSeconds: 3600 });
}

async function run(task: TaskView): Promise<TaskView> {
  await inTransaction(async (tx) => {
    const locked = await lockTask(tx, task.id);
    if (!locked) throw new Error("the task is gone");
    await grantTask(tx, locked, makeGiving({ scope: SCOPE }), { because: "approved", callers: [] });
  });
  return seen(task);
}

async function seen(task: TaskView): Promise<TaskView> {
  const now = await findTask(task.id);
  if (!now) throw new Error("the task is gone");
  return now;
}

describe("an agent that disappears from the file", () => {
  it("is disabled, its running tasks are paused and say why, and nothing that was asked for it counts", async () => {
    await apply(WHOLE);
    const { id } = await agentNamed("release-bot");
    const running = await run(await open(id, "one"));
    const requested = await open(id, "two");
    const hold = await makeHold(requested, { ...makeHeldCall(requested), agentId: id });
    const seq = await latest();
    const { changes } = await apply(`${PEOPLE}${SERVERS}${RULES}`);
    expect(changes).toEqual([
      "agent release-bot was disabled and 1 of its tasks paused: the file no longer declares it",
    ]);
    const note = expect.stringMatching(/^The configuration file .*\.yaml no longer declares this agent\.$/);
    expect(await seen(running)).toMatchObject({ state: "paused", pausedFor: "operator", pauseNote: note });
    expect(await seen(requested)).toMatchObject({ state: "requested", epoch: requested.epoch + 1 });
    expect(await findApproval(hold.approvalId)).toMatchObject({ state: "superseded" });
    expect(await agentNamed("release-bot")).toMatchObject({ state: "disabled", source: "page" });
    const entries = await entriesSince(seq);
    expect(entries.find(({ kind }) => kind === "agent.disabled")?.facts).toEqual({ reason: note, tasks: 1 });
    expect(entries.map(({ kind }) => kind)).not.toContain("task.revoked");
    await expect(identify(`Bearer ${SECRETS.RELEASE_BOT_KEY}`, null, "192.0.2.1")).rejects.toMatchObject({
      code: "TOKEN_INVALID",
    });
  });

  it("comes back with its credentials, and its tasks stay paused until a person lets them go on", async () => {
    await apply(WHOLE);
    const { id } = await agentNamed("release-bot");
    const running = await run(await open(id, ""));
    await apply(`${PEOPLE}${SERVERS}${RULES}`);
    const seq = await latest();
    expect((await apply(WHOLE)).changes).toEqual(["agent release-bot was enabled again"]);
    expect(await kindsSince(seq)).toEqual([
      "agent.enabled",
      "agent.credential_made",
      "agent.credential_made",
      "config.applied",
    ]);
    expect(await agentNamed("release-bot")).toMatchObject({ id, state: "active", source: "config" });
    expect((await seen(running)).state).toBe("paused");
    const who = await identify(`Bearer ${SECRETS.RELEASE_BOT_KEY}`, null, "192.0.2.1");
    expect(who).toMatchObject({ agentId: id, taskId: running.id });
  });
});

describe("what else disappears from the file", () => {
  it("is disabled, turned off or revoked, not deleted, and comes back", async () => {
    const admin = await makePageAdmin();
    await apply(WHOLE);
    const before = await latest();
    expect((await apply("{}")).changes).toEqual([
      "jane@example.com was disabled: the file no longer declares them",
      "sam@example.com was disabled: the file no longer declares them",
      "server everything was disabled: the file no longer declares it",
      "rule quick was turned off: the file no longer declares it",
      "agent release-bot was disabled and 0 of its tasks paused: the file no longer declares it",
    ]);
    expect((await kindsSince(before)).toSorted()).toEqual([
      "access_token.revoked",
      "agent.credential_revoked",
      "agent.credential_revoked",
      "agent.disabled",
      "config.applied",
      "human.disabled",
      "human.disabled",
      "rule.changed",
      "server.disabled",
    ]);
    expect(await humanFromAccessToken(SECRETS.SAM_TOKEN)).toBeNull();
    expect((await listRules()).map(({ name, on, source }) => [name, on, source])).toEqual([
      ["quick", false, "page"],
      ["default", true, "page"],
    ]);
    expect(await db().human.count()).toBe(3);
    const seq = await latest();
    expect((await apply("{}")).changes).toEqual([]);
    expect(await kindsSince(seq)).toEqual([]);

    await apply(WHOLE);
    expect(await db().human.findMany({ where: { state: "active", source: "config" } })).toHaveLength(2);
    expect(await serverNamed("everything")).toMatchObject({ state: "active", source: "config" });
    expect((await listRules()).every(({ on, source }) => on && source === "config")).toBe(true);
    expect(await db().accessToken.findMany({ where: { revokedAt: null } })).toHaveLength(1);
    expect((await apply(WHOLE)).changes).toEqual([]);
    expect(admin.human.roles).toContain("admin");
  });

  it("may come back otherwise than it was", async () => {
    await makePageAdmin();
    await apply(WHOLE);
    await apply("{}");
    const other = WHOLE.replace("127.0.0.1:9/mcp", "127.0.0.1:10/mcp").replace("owner: jane", "owner: sam");
    await apply(other, { ...SECRETS, SAM_PASSWORD: "canary-lantern-beside-the-gate" });
    expect((await serverNamed("everything")).url).toBe("http://127.0.0.1:10/mcp");
  });

  it("does not go on classing tools: what the file stops saying is unclassed, what a person said stays", async () => {
    const admin = await makePageAdmin();
    await apply(WHOLE);
    const server = await serverNamed("everything");
    const tool = (name: string, over: object = {}) => ({
      serverId: server.id,
      name,
      definition: "{}",
      digest: name,
      proposedClass: "read",
      ...over,
    });
    await db().tool.createMany({ data: [tool("echo", { class: "read" }), tool("put", { class: "write" }), tool("x")] });
    await classTools(admin.human, server.id, [{ tool: "x", class: "read" }]);
    const classes = async () => (await listTools(server.id)).map(({ name, class: of }) => [name, of]);
    const { id } = await agentNamed("release-bot");
    const running = await run(await open(id, ""));

    await apply(
      WHOLE.replace(
        "classes: { read: [echo, get-sum], write: [put] }",
        "classes: { read: [get-sum], destructive: [put] }",
      ),
    );
    expect(await classes()).toEqual([
      ["echo", null],
      ["put", "destructive"],
      ["x", "read"],
    ]);
    expect((await seen(running)).epoch).toBeGreaterThan(running.epoch);
    await apply(WHOLE);
    expect(await classes()).toEqual([
      ["echo", "read"],
      ["put", "write"],
      ["x", "read"],
    ]);
  });
});

describe("a person's word against the file's", () => {
  it("keeps a server disabled that a person disabled, whatever the file says", async () => {
    const admin = await makePageAdmin();
    await apply(WHOLE);
    const { id } = await serverNamed("everything");
    await disableServer(admin.human, id, "It behaves oddly.");
    const seq = await latest();
    expect((await apply(WHOLE)).changes).toEqual([]);
    expect(await serverNamed("everything")).toMatchObject({ state: "disabled", source: "config" });
    expect(await kindsSince(seq)).toEqual([]);
    await apply(`${PEOPLE}${RULES}`);
    await apply(WHOLE);
    expect(await serverNamed("everything")).toMatchObject({ state: "disabled", source: "config" });
  });

  it("does not enable people and agents that a person disabled on the page", async () => {
    const admin = await makePageAdmin();
    await apply(WHOLE);
    await apply("{}");
    await apply(WHOLE);
    await apply("{}");
    // the same things, once more by hand
    const { id: agentId } = await agentNamed("release-bot");
    const jane = await db().human.findUniqueOrThrow({ where: { email: "jane@example.com" } });
    await db().human.update({ where: { id: jane.id }, data: { state: "active" } });
    await db().agent.update({ where: { id: agentId }, data: { state: "active" } });
    await disablePerson(admin, jane.id, "left");
    await disableAgent(admin, agentId, "not needed");
    expect(await refusal(WHOLE)).toEqual([
      "3:5 people[0]: jane@example.com was disabled on the page. Enable them there first, or take them out of the file.",
      "16:3 agents.release-bot: release-bot was disabled on the page. Enable it there first, or take it out of the file.",
    ]);
    expect((await agentNamed("release-bot")).state).toBe("disabled");
    const [last] = await listEntries({ kinds: ["config.applied"] }, 1, "newest");
    expect(last?.facts.changes).toBe(5);
  });
});
