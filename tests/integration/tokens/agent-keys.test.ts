import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { newSecret } from "../../../lib/base/index";
import { closeDatabase, db, openDatabase } from "../../../lib/db/index";
import type { SignedIn } from "../../../lib/identity/schema";
import { endByAgent, revokeTasks } from "../../../lib/tasks/index";
import {
  changeAgent,
  disableAgent,
  forgetCredentials,
  type Identified,
  identify,
  issueAgentKey,
  type Registered,
  refresh,
  registerAgent,
} from "../../../lib/tokens/index";
import { configureHouse, makeAdmin, makeRegistered, makeServer } from "../../factories/tokens";
import { freshDatabase } from "../../setup/database";
import { kindsSince, latest, refusal, sleep } from "./house";

let url: string;
let admin: SignedIn;
let registered: Registered;
let agentId: string;
beforeAll(async () => {
  url = await freshDatabase();
  configureHouse("https://countersign.example");
  await makeServer("files");
  admin = await makeAdmin();
});
beforeEach(async () => {
  registered = await makeRegistered(admin, { credential: "key" });
  agentId = registered.agent.id;
  forgetCredentials();
});

let addresses = 0;
const newAddress = () => {
  addresses += 1;
  return `198.51.100.${addresses}`;
};
const come = async (key = registered.value, address = "198.51.100.200"): Promise<Identified> =>
  identify(`Bearer ${key}`, "files", address);
const tasks = () => db().task.findMany({ where: { agentId }, orderBy: { requestedAt: "asc" } });

describe("an agent key", () => {
  it("stands for the one task of its agent's default charter, at every server", async () => {
    const who = await come();
    expect(who).toEqual({
      agentId,
      taskId: (await tasks())[0]?.id,
      epoch: 1,
      via: "key",
      workload: `key:${registered.agent.name}…${registered.value.slice(-4)}`,
    });
    forgetCredentials();
    expect(await identify(`bearer ${registered.value}`, null, "198.51.100.200")).toEqual(who);
    expect(await tasks()).toHaveLength(1);
  });

  it("opens one task when many requests come with it at once", async () => {
    const come20 = Array.from({ length: 20 }, () => come());
    expect(new Set((await Promise.all(come20)).map((who) => who.taskId)).size).toBe(1);
    expect(await tasks()).toHaveLength(1);
  });

  it("is answered at once when it was seen within the second, and asked about again after it", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const who = await come();
      vi.advanceTimersByTime(890);
      expect(identify(`Bearer ${registered.value}`, "files", "x")).toBe(who); // not a promise
      vi.advanceTimersByTime(20);
      const asked = identify(`Bearer ${registered.value}`, "files", "x");
      expect(asked).toBeInstanceOf(Promise);
      expect(await asked).toEqual(who);
    } finally {
      vi.useRealTimers();
    }
  });

  it("that was revoked by another instance stops within a second", async () => {
    await come();
    await db().agentCredential.update({ where: { id: registered.credential.id }, data: { revokedAt: new Date() } });
    await sleep(950);
    expect(await refusal(() => come())).toMatchObject({ code: "TOKEN_INVALID" });
  });

  it("in its overlap ends to the moment, also in memory", async () => {
    await issueAgentKey(admin, agentId, { overlapSeconds: 60 });
    const letEnd = async () => {
      await db().$executeRaw`UPDATE agent_credential SET expires_at = clock_timestamp() + interval '700 ms'
        WHERE id = ${registered.credential.id}::uuid`;
      forgetCredentials();
      return come();
    };
    await letEnd().catch(letEnd); // on a busy machine the first may come too late
    await sleep(710);
    expect(await refusal(() => come())).toMatchObject({ code: "TOKEN_INVALID" });
  });

  it("follows its task: a completed one is followed by a new one as soon as it is asked anew", async () => {
    const { taskId } = await come();
    await endByAgent(taskId, "withdraw", "nothing to do");
    const next = await refresh(`Bearer ${registered.value}`, "files", "198.51.100.200");
    expect(next.taskId).not.toBe(taskId);
    expect((await tasks()).map((task) => task.state)).toEqual(["withdrawn", "requested"]);
  });

  it("is told why while the charter cools down after a revocation", async () => {
    const { taskId } = await come();
    await revokeTasks({ humanId: admin.human.id }, [taskId], "too eager");
    forgetCredentials();
    const answer = await refusal(() => come());
    expect(answer).toMatchObject({ code: "COOLING_DOWN", detail: { retryAfterSeconds: expect.any(Number) } });
    expect(answer.message).toContain("too eager");
    expect(await tasks()).toHaveLength(1);
  });

  it("stands for the new charter once the default has changed", async () => {
    const { taskId } = await come();
    const charter = { purpose: "Read only", scope: [{ server: "files", tools: ["read_file"] }] };
    await changeAgent(admin, agentId, { charter });
    const next = await come();
    expect(next.taskId).not.toBe(taskId);
    expect((await tasks()).map((task) => task.state)).toEqual(["requested", "requested"]);
  });

  it("of a disabled agent is told so, and opens nothing", async () => {
    await disableAgent(admin, agentId, "left");
    const seq = await latest();
    expect(await refusal(() => come())).toMatchObject({ code: "AGENT_DISABLED" });
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("without a default charter to stand for is told so", async () => {
    await db().defaultCharter.delete({ where: { agentId } });
    const seq = await latest();
    expect(await refusal(() => come())).toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringMatching(/default charter/),
    });
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("that nobody gave out is refused, and guessing is soon answered without looking", async () => {
    const address = newAddress();
    for (let guess = 0; guess < 200; guess += 1)
      expect((await refusal(() => come(newSecret("csk_"), address))).code).toBe("TOKEN_INVALID");
    expect((await refusal(() => come(newSecret("csk_"), address))).code).toBe("RATE_LIMITED");
    expect(await come(registered.value, newAddress())).toMatchObject({ agentId });
  });

  it("is not refused but asked to wait when the database is away", async () => {
    await closeDatabase();
    openDatabase("postgresql://app@127.0.0.1:1/nothing");
    const answer = await refusal(() => come());
    await closeDatabase();
    openDatabase(url);
    expect(answer).toMatchObject({ code: "UNAVAILABLE" });
    expect(await come()).toMatchObject({ agentId });
  });

  it("is no client secret, and a secret is no key", async () => {
    const secret = await makeRegistered(admin, { credential: "secret" });
    expect((await refusal(() => come(secret.value))).code).toBe("TOKEN_INVALID");
    expect((await refusal(() => come(secret.value.replace("css_", "csk_")))).code).toBe("TOKEN_INVALID");
  });
});

describe("a key is not given", () => {
  it("to an agent without a charter for it to stand for", async () => {
    const seq = await latest();
    const answer = await refusal(() =>
      registerAgent(admin, { name: "no-charter", ownerId: admin.human.id, credential: "key" }),
    );
    expect(answer).toMatchObject({ code: "INVALID_INPUT", detail: { fields: { charter: expect.any(String) } } });
    expect(await kindsSince(seq)).toEqual([]);
  });
});
