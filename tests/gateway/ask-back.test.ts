import { beforeAll, describe, expect, it } from "vitest";
import { answerQuestion, readQuestions, reviewApproval } from "../../lib/approvals/index";
import { db } from "../../lib/db/index";
import type { Scope } from "../../lib/policy/schema";
import { type Connect, SDK_CLIENTS } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { approve, eventually, pendingApproval, runningWorker, type Worker } from "../setup/agents";
import { atEnd } from "../setup/clean-up";
import { type House, makeRegisteredAgent, makeServer, startHouse } from "../setup/house";

let house: House;
let upstream: FakeUpstream;
const SCOPE: Scope = [{ server: "files", tools: ["echo", "write-file"] }];

beforeAll(async () => {
  house = await startHouse({ holdMilliseconds: 4000 });
  upstream = await startUpstream();
  atEnd(() => upstream.stop());
  await makeServer(house, "files", upstream.url, { echo: "read", "write-file": "write" });
});

const ask = async (taskId: string, reason: string) => {
  const { id } = await pendingApproval(taskId);
  await reviewApproval(house.sam, id, { answer: "ask", reason });
  return id;
};
const door = async (token: string, body?: object) => {
  const response = await fetch(`${house.url}/agent/v1/task`, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const idIn = (text: string): string => /question ([0-9a-f-]{36})/.exec(text)?.[1] ?? "";
const sent = () => upstream.calls().filter(({ bytes }) => bytes.includes("write-file")).length;
const write = ({ agent }: Worker, path: string) => agent.call("files", "write-file", { path });
const took = async <T>(work: Promise<T>): Promise<{ answer: T; milliseconds: number }> => {
  const startedAt = performance.now();
  return { answer: await work, milliseconds: performance.now() - startedAt };
};

describe("a question, through the official clients", () => {
  it.each(Object.entries(SDK_CLIENTS))(
    "%s: ends the call, is answered at the door, and the call goes",
    async (name, connect: Connect) => {
      const charter = { purpose: `Tidy with ${name}`, scope: SCOPE };
      const made = await makeRegisteredAgent(house, name.toLowerCase().replace(/[^a-z0-9]+/g, "-"), charter, "key");
      const client = await connect(house.mcp("files"), { key: made.value });
      const before = sent();
      const args = { path: name };
      const first = client.call("write-file", args);
      const task = await eventually(() => db().task.findFirstOrThrow({ where: { agentId: made.agent.id } }));
      await ask(task.id, "Which ticket?");
      const told = await first;
      expect(told.isError).toBe(true);
      expect(told.text).toContain(`${house.sam.human.name} asks`);
      expect(told.text).toContain("“Which ticket?”");
      expect(told.text).toContain(`POST ${house.url}/agent/v1/task`);
      const answered = await door(made.value, { action: "answer", question: idIn(told.text), text: "OPS-12" });
      expect(answered).toMatchObject({ status: 200, body: { questions: [] } });
      const again = client.call("write-file", args);
      await approve(house, task.id);
      expect((await again).isError).toBe(false);
      expect(sent()).toBe(before + 1);
      await client.close();
    },
  );
});

describe("a call that waits", () => {
  it("comes back with a question once; the next one waits for the decision although it is open", async () => {
    const worker = await runningWorker(house, SCOPE);
    const first = write(worker, "once");
    const approvalId = await ask(worker.taskId, "Why now?");
    expect((await first).text).toContain("Why now?");
    const second = await took(write(worker, "once"));
    expect(second.answer.text).toMatch(/^Pending: .*A person’s question is still open: GET/);
    expect(second.milliseconds).toBeGreaterThan(3500);
    // A second question is told in turn, with what is still open.
    const third = write(worker, "once");
    await reviewApproval(house.sam, approvalId, { answer: "ask", reason: "And how is it undone?" });
    expect((await third).text).toMatch(/Why now\?.*And how is it undone\?/);
    const fourth = write(worker, "once");
    await approve(house, worker.taskId);
    expect((await fourth).isError).toBe(false);
    expect((await readQuestions(approvalId)).every(({ answer }) => answer === null)).toBe(true);
  });

  it("hears of a question that was asked while none waited, with the next call", async () => {
    const worker = await runningWorker(house, SCOPE);
    expect((await write(worker, "away")).text).toContain("Pending");
    await ask(worker.taskId, "Are you there?");
    const told = await took(write(worker, "away"));
    expect(told.answer.text).toContain("Are you there?");
    expect(told.milliseconds).toBeLessThan(3000);
    expect((await write(worker, "away")).text).toContain("Pending");
  });

  it("hears of it once more when the agent had gone away before it could", async () => {
    const worker = await runningWorker(house, SCOPE);
    const gone = new AbortController();
    const first = worker.agent.call("files", "write-file", { path: "gone" }, gone.signal).catch(() => null);
    await pendingApproval(worker.taskId);
    gone.abort();
    await first;
    await ask(worker.taskId, "Still there?");
    expect((await write(worker, "gone")).text).toContain("Still there?");
  });

  it("is not ended by a question about another approval", async () => {
    const [one, other] = [await runningWorker(house, SCOPE), await runningWorker(house, SCOPE)];
    const [mine, theirs] = [write(one, "mine"), write(other, "theirs")];
    await pendingApproval(one.taskId);
    await ask(other.taskId, "Whose is it?");
    expect((await theirs).text).toContain("Whose is it?");
    await approve(house, one.taskId);
    expect((await mine).isError).toBe(false);
  });
});

describe("the agent's door", () => {
  it("lists what is asked and takes one answer to each, of its own task only", async () => {
    const [worker, other] = [await runningWorker(house, SCOPE), await runningWorker(house, SCOPE)];
    const first = write(worker, "door");
    const approvalId = await ask(worker.taskId, "Which <b>ticket</b>?");
    await first;
    const { body } = await door(worker.agent.token);
    expect(body.questions).toEqual([
      {
        id: expect.any(String),
        by: house.sam.human.name,
        text: "Which <b>ticket</b>?",
        askedAt: expect.stringMatching(/Z$/),
      },
    ]);
    const question = (body.questions as { id: string }[])[0]?.id ?? "";
    const answer = { action: "answer", question, text: "OPS-12" };
    const entries = await db().entry.count();
    expect((await door(other.agent.token, answer)).status).toBe(404);
    expect((await door(worker.agent.token, { ...answer, text: " " })).status).toBe(422);
    expect((await door(worker.agent.token, { ...answer, text: "a".repeat(2001) })).status).toBe(422);
    expect((await door(worker.agent.token, { ...answer, question: "the first" })).status).toBe(422);
    expect((await door(worker.agent.token, { ...answer, more: 1 })).status).toBe(422);
    expect((await door("nonsense", answer)).status).toBe(401);
    expect(await db().entry.count()).toBe(entries);
    expect(await door(worker.agent.token, answer)).toMatchObject({ status: 200, body: { questions: [] } });
    expect((await door(worker.agent.token, answer)).status).toBe(409);
    expect((await readQuestions(approvalId))[0]?.answer).toMatchObject({ text: "OPS-12", by: null });
  });

  it("takes no answer once it is decided, nor one that its owner has given", async () => {
    const worker = await runningWorker(house, SCOPE);
    const first = write(worker, "late");
    const approvalId = await ask(worker.taskId, "Which ticket?");
    const question = idIn((await first).text);
    await answerQuestion({ person: house.admin, approvalId }, question, "OPS-13");
    const answer = { action: "answer", question, text: "OPS-12" };
    expect(await door(worker.agent.token, answer)).toMatchObject({
      status: 409,
      body: { error: { data: { code: "QUESTION_ANSWERED" } } },
    });
    const open = await ask(worker.taskId, "Sure?").then(() => readQuestions(approvalId));
    await approve(house, worker.taskId);
    const late = await door(worker.agent.token, { ...answer, question: open.at(-1)?.id });
    expect(late.status).toBe(409);
  });
});
