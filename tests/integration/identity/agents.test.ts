import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import {
  createAgent,
  declareAgent,
  disablePerson,
  enableAgent,
  findAgent,
  findAgentByName,
  holdActiveAgent,
  listAgents,
  markAgentDisabled,
  renameOrReassign,
  undeclareAgent,
} from "../../../lib/identity/index";
import type { SignedIn } from "../../../lib/identity/schema";
import { freshDatabase } from "../../setup/database";
import { configure, entriesSince, kindsSince, latest, person, refusal } from "./people";

let admin: SignedIn;
let jane: SignedIn;
beforeAll(async () => {
  await freshDatabase();
  configure();
  admin = await person("admin", ["admin"]);
});
beforeEach(async () => {
  jane = await person("jane", ["viewer"]);
});

let count = 0;
const newName = () => {
  count += 1;
  return `bot-${count}`;
};
const create = (by: SignedIn, name = newName(), ownerId = jane.human.id) =>
  inTransaction((tx) => createAgent(tx, by, { name, ownerId, note: "" }));

describe("registering an agent", () => {
  it("gives it a human owner and says so in the log", async () => {
    const seq = await latest();
    const agent = await create(admin);
    expect(agent).toMatchObject({ state: "active", source: "page", owner: { id: jane.human.id, state: "active" } });
    expect(await findAgent(agent.id)).toEqual(agent);
    const [entry] = await entriesSince(seq);
    expect(entry).toMatchObject({
      kind: "agent.registered",
      agentId: agent.id,
      humanId: admin.human.id,
      facts: { name: agent.name, owner: jane.human.email },
    });
  });

  it("is refused to anybody but an admin, for a disabled owner, and under a taken name", async () => {
    const gone = await person("gone", ["viewer"]);
    await disablePerson(admin, gone.human.id, "left");
    const { name } = await create(admin);
    const seq = await latest();
    expect((await refusal(create(jane))).code).toBe("FORBIDDEN");
    expect(await refusal(create(admin, newName(), gone.human.id))).toMatchObject({
      code: "INVALID_INPUT",
      detail: { fields: { ownerId: expect.any(String) } },
    });
    expect(await refusal(create(admin, name))).toMatchObject({
      code: "NAME_TAKEN",
      detail: { fields: { name: expect.any(String) } },
    });
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("makes one of two of the same name", async () => {
    const name = newName();
    const outcomes = await Promise.allSettled([create(admin, name), create(admin, name)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("an agent", () => {
  const change = (agentId: string, what: { name?: string; ownerId?: string; note?: string }, by: SignedIn = admin) =>
    inTransaction((tx) => renameOrReassign(tx, by, { agentId, change: what }));

  it("is renamed and given to somebody else, with both in the log", async () => {
    const sam = await person("sam", ["viewer"]);
    const agent = await create(admin);
    const seq = await latest();
    const name = newName();
    expect(await change(agent.id, { name, ownerId: sam.human.id })).toMatchObject({
      name,
      owner: { id: sam.human.id },
    });
    expect(await findAgentByName(agent.name)).toBeNull();
    const [entry] = await entriesSince(seq);
    expect(entry?.facts).toEqual({
      before: { name: agent.name, owner: jane.human.email, note: "" },
      after: { name, owner: sam.human.email, note: "" },
    });
  });

  it("keeps its name when another has it", async () => {
    const [one, two] = [await create(admin), await create(admin)];
    expect((await refusal(change(one.id, { name: two.name }))).code).toBe("NAME_TAKEN");
    expect((await refusal(change(one.id, { note: "x" }, jane))).code).toBe("FORBIDDEN");
    expect(await findAgent(one.id)).toEqual(one);
  });

  it("that is not there is said so, whatever its id looks like", async () => {
    for (const id of ["", "bot", newId()]) {
      expect(await findAgent(id)).toBeNull();
      expect((await refusal(change(id, { note: "x" }))).code).toBe("NOT_FOUND");
      expect((await refusal(inTransaction((tx) => markAgentDisabled(tx, admin, id)))).code).toBe("NOT_FOUND");
    }
  });

  it("is marked as disabled by an admin, and nothing is opened for it from then on", async () => {
    const agent = await create(admin);
    await inTransaction((tx) => holdActiveAgent(tx, agent.id));
    expect((await refusal(inTransaction((tx) => markAgentDisabled(tx, jane, agent.id)))).code).toBe("FORBIDDEN");
    expect((await inTransaction((tx) => markAgentDisabled(tx, admin, agent.id))).state).toBe("active");
    expect((await inTransaction((tx) => markAgentDisabled(tx, admin, agent.id))).state).toBe("disabled");
    expect((await refusal(inTransaction((tx) => holdActiveAgent(tx, agent.id)))).code).toBe("AGENT_DISABLED");
  });

  it("is not disabled while something is being opened for it, and then is", async () => {
    const agent = await create(admin);
    const order: string[] = [];
    const opening = inTransaction(async (tx) => {
      await holdActiveAgent(tx, agent.id);
      await new Promise((resolve) => setTimeout(resolve, 200));
      order.push("opened");
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const disabling = inTransaction((tx) => markAgentDisabled(tx, admin, agent.id)).then(() => order.push("disabled"));
    await Promise.all([opening, disabling]);
    expect(order).toEqual(["opened", "disabled"]);
  });

  it("may come again when it is enabled", async () => {
    const agent = await create(admin);
    await inTransaction((tx) => markAgentDisabled(tx, admin, agent.id));
    const seq = await latest();
    await inTransaction((tx) => enableAgent(tx, admin, agent.id));
    await inTransaction((tx) => enableAgent(tx, admin, agent.id));
    expect(await findAgent(agent.id)).toMatchObject({ state: "active", disabledAt: null });
    expect(await kindsSince(seq)).toEqual(["agent.enabled"]);
  });

  it("of the configuration file is changed there only", async () => {
    const said = { name: newName(), ownerId: jane.human.id, note: "from the file" };
    const { agent, changed } = await inTransaction((tx) => declareAgent(tx, said));
    expect(changed).toBe(true);
    expect((await inTransaction((tx) => declareAgent(tx, said))).changed).toBe(false);
    expect((await refusal(change(agent.id, { note: "x" }))).code).toBe("CONFIG_OWNED");
    expect((await refusal(inTransaction((tx) => markAgentDisabled(tx, admin, agent.id)))).code).toBe("CONFIG_OWNED");
    await inTransaction((tx) => undeclareAgent(tx, agent.id));
    expect((await change(agent.id, { note: "x" })).note).toBe("x");
  });

  it("of the page is taken over and enabled by the configuration file", async () => {
    const agent = await create(admin);
    await inTransaction((tx) => markAgentDisabled(tx, admin, agent.id));
    const said = { name: agent.name, ownerId: jane.human.id, note: "" };
    expect(await inTransaction((tx) => declareAgent(tx, said))).toMatchObject({ changed: true });
    expect(await findAgent(agent.id)).toMatchObject({ state: "active", source: "config" });
  });
});

describe("the list of agents", () => {
  it("comes in pages by name", async () => {
    await db().agent.deleteMany();
    for (const name of ["c", "a", "b"]) await create(admin, name);
    expect((await listAgents({}, 2)).map((agent) => agent.name)).toEqual(["a", "b"]);
    expect((await listAgents({ after: "b" }, 2)).map((agent) => agent.name)).toEqual(["c"]);
    expect(await listAgents({ ownerId: admin.human.id })).toEqual([]);
  });
});
