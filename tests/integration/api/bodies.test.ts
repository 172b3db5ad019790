import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { putBody, record, saltBody } from "../../../lib/audit/index";
import { canonicalJson, newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import { makeHeldCall, makeHold } from "../../factories/holds";
import { makeRunningTask } from "../../factories/tasks";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

const CANARY = "canary-7c1e55";
const HIDDEN = "q3-summary_\u202efdp.sh \u200b<img src=x>";

let world: World;
let sees: Visitor;
let blind: Visitor;
let taskId: string;
let approvalId: string;
let callId: string;

beforeAll(async () => {
  world = await openWorld();
  sees = await visitor("anna", ["approver", "auditor"]);
  blind = await visitor("bruno", ["approver", "auditor", "admin"], { seesBodies: false });
  const task = await makeRunningTask();
  const call = makeHeldCall(task, { path: CANARY });
  const hold = await makeHold(task, call);
  ({ taskId, approvalId, callId } = hold);
  await inTransaction(async (tx) => {
    await putBody(tx, saltBody(callId, "result", canonicalJson({ content: [{ type: "text", text: CANARY }] })));
  });
});

describe("somebody without the right to payloads", () => {
  it("gets none of them anywhere", async () => {
    const addresses = [
      "/approvals?limit=200",
      `/approvals/${approvalId}`,
      "/tasks",
      `/tasks/${taskId}`,
      `/tasks/${taskId}/timeline`,
      "/log?limit=200",
      "/log/export?format=csv",
      "/log/export?format=jsonl",
      ...(await seqs()).map((seq) => `/log/${seq}`),
    ];
    for (const address of addresses) {
      const { status, body } = await ask<unknown>(world, blind, `GET ${address}`);
      expect(status).toBe(200);
      expect({ address, leaks: JSON.stringify(body).includes(CANARY) }).toEqual({ address, leaks: false });
    }
  });

  it("gets none with a token either, whatever its rights", async () => {
    const token = await blind.token("read", "review", "operate");
    const { body } = await ask<OutputOf<"approval">>(world, token, `GET /approvals/${approvalId}`);
    expect(body.waiting[0]?.arguments).toEqual({ state: "withheld" });
    expect(body.arguments).toBeUndefined();
  });
});

const seqs = async () =>
  (await db().entry.findMany({ where: { callId }, select: { seq: true } })).map(({ seq }) => seq);

describe("somebody with the right to payloads", () => {
  it("sees arguments complete, as the canonical bytes that will be sent", async () => {
    const task = await makeRunningTask();
    const long = `${HIDDEN}${"x".repeat(200_000)}`;
    const hold = await makeHold(task, makeHeldCall(task, { path: long }));
    const { body } = await ask<OutputOf<"approval">>(world, sees, `GET /approvals/${hold.approvalId}`);
    expect(body.waiting[0]?.arguments).toMatchObject({ state: "shown", text: canonicalJson({ path: long }) });
    expect(body.arguments).toEqual({ path: long });
    const list = await ask<OutputOf<"listApprovals">>(world, sees, `GET /approvals?task=${task.id}`);
    expect(list.body.items[0]).not.toHaveProperty("arguments");
  });

  it("sees a call's arguments and result beside its entry", async () => {
    const [seq] = await seqs();
    const { body } = await ask<OutputOf<"logEntry">>(world, sees, `GET /log/${seq}`);
    expect(body.arguments).toMatchObject({ state: "shown", text: canonicalJson({ path: CANARY }) });
    expect(body.result).toMatchObject({ state: "shown" });
    expect(body.body).not.toContain(CANARY);
  });

  it("is told when they were erased", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task);
    await db()
      .$executeRaw`UPDATE body SET content = NULL, erased_at = clock_timestamp() WHERE call_id = ${hold.callId}::uuid`;
    const { body } = await ask<OutputOf<"approval">>(world, sees, `GET /approvals/${hold.approvalId}`);
    expect(body.waiting[0]?.arguments.state).toBe("erased");
  });
});

describe("entries about people", () => {
  it("are read and exported only by those who may", async () => {
    await inTransaction((tx) =>
      record(tx, {
        kind: "human.signed_in",
        humanId: sees.human.id,
        facts: { by: "password", address: CANARY },
      }),
    );
    const seq = (await db().entry.findFirstOrThrow({ where: { kind: "human.signed_in", humanId: sees.human.id } })).seq;
    const approver = await visitor("pia", ["approver"]);
    const list = await ask<OutputOf<"listLog">>(world, approver, "GET /log?order=newest&limit=200");
    expect(list.body.items.some(({ kind }) => kind.startsWith("human."))).toBe(false);
    expect((await ask<OutputOf<"listLog">>(world, approver, "GET /log?kind=human")).body.items).toEqual([]);
    expect((await ask(world, approver, `GET /log/${seq}`)).body.code).toBe("NOT_FOUND");
    expect((await ask(world, approver, "GET /log/export")).body.code).toBe("FORBIDDEN");
    expect((await ask<OutputOf<"logEntry">>(world, sees, `GET /log/${seq}`)).status).toBe(200);
    expect(JSON.stringify((await ask<string>(world, sees, "GET /log/export")).body)).toContain(CANARY);
  });
});

describe("the log", () => {
  it("comes in order after a number, and newest first when asked so", async () => {
    const { items } = (await ask<OutputOf<"listLog">>(world, sees, `GET /log?after=0&task=${taskId}&limit=100`)).body;
    const numbers = items.map(({ seq }) => Number(seq));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(items.map(({ kind }) => kind)).toEqual([
      "task.requested",
      "task.started",
      "approval.requested",
      "call.held",
    ]);
    const back = (await ask<OutputOf<"listLog">>(world, sees, `GET /log?order=newest&task=${taskId}`)).body;
    expect(back.items.map(({ seq }) => seq)).toEqual(items.map(({ seq }) => seq).reverse());
  });

  it("is whole over pages in both directions", async () => {
    const all = (await ask<OutputOf<"listLog">>(world, sees, "GET /log?limit=200")).body.items.map(({ seq }) => seq);
    for (const order of ["oldest", "newest"]) {
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const { body } = await ask<OutputOf<"listLog">>(
          world,
          sees,
          `GET /log?order=${order}&limit=3${next ? `&cursor=${next}` : ""}`,
        );
        seen.push(...body.items.map(({ seq }) => seq));
        next = body.next;
      } while (next);
      expect(order === "oldest" ? seen : seen.reverse()).toEqual(all);
    }
  });

  it("is found by tool, person, call, kind and the short code of a digest", async () => {
    const held = await db().entry.findFirstOrThrow({ where: { callId } });
    const code = encodeURIComponent(`${held.digest?.slice(0, 4)} ${held.digest?.slice(4, 8)}`);
    for (const filter of ["tool=write_file", `call=${callId}`, "kind=call.held", "kind=call", `digest=${code}`]) {
      const { body } = await ask<OutputOf<"listLog">>(world, sees, `GET /log?${filter}&limit=200`);
      expect({ filter, found: body.items.some(({ seq }) => seq === held.seq.toString()) }).toEqual({
        filter,
        found: true,
      });
    }
    expect((await ask(world, sees, "GET /log?kind=nonsense")).body.errors[0]?.path).toBe("kind");
    expect((await ask<OutputOf<"listLog">>(world, sees, `GET /log?person=${newId()}`)).body.items).toEqual([]);
  });

  it("finds what was written a moment before", async () => {
    const task = await makeRunningTask();
    const { body } = await ask<OutputOf<"listLog">>(world, sees, `GET /log?task=${task.id}`);
    expect(body.items.map(({ kind }) => kind)).toEqual(["task.requested", "task.started"]);
  });
});

describe("an export", () => {
  it("as JSON lines has every entry once, each with its evidence", async () => {
    const { body, headers } = await ask<string>(world, sees, `GET /log/export?task=${taskId}`);
    const lines = body
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { seq: string; kind: string; body: string });
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="countersign-log-.*\.jsonl"$/);
    expect(lines.map(({ kind }) => kind)).toEqual([
      "task.requested",
      "task.started",
      "approval.requested",
      "call.held",
    ]);
    for (const line of lines) expect(JSON.parse(line.body)).toMatchObject({ kind: line.kind, taskId });
  });

  it("as CSV runs no formula that an agent wrote", async () => {
    const task = await makeRunningTask();
    await inTransaction((tx) =>
      record(tx, {
        kind: "task.completed",
        taskId: task.id,
        facts: { summary: "x" },
      }),
    );
    await db()
      .$executeRaw`UPDATE charter SET purpose = '=HYPERLINK("http://evil.example","a"),b' WHERE id = ${task.charter.id}::uuid`;
    const { body, headers } = await ask<string>(world, sees, `GET /log/export?format=csv&task=${task.id}`);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [head, ...lines] = body.trim().split("\r\n");
    expect(head).toMatch(/^seq,at,kind,because,/);
    for (const line of lines) expect(line).toContain(`,"'=HYPERLINK(""http://evil.example"",""a""),b",`);
  });
});
