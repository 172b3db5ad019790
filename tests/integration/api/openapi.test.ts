import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { CONTRACT, type Contract } from "../../../lib/api/schema";
import { db } from "../../../lib/db/index";
import { addChannel } from "../../../lib/notify/index";
import { makeHold } from "../../factories/holds";
import { makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

type Schema = Record<string, unknown>;
type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: Schema & { properties: Schema } }> };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
  security: Record<string, string[]>[];
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: { Problem: Schema } };
};

let world: World;
let everything: Visitor;
let document: Document;

beforeAll(async () => {
  world = await openWorld();
  everything = await visitor("eve", ["approver", "auditor", "admin"]);
  document = (await ask<Document>(world, null, "GET /openapi.json")).body;
});

const contracts = Object.entries(CONTRACT) as [string, Contract][];
const operationOf = (contract: Contract) => document.paths[contract.path]?.[contract.method.toLowerCase()];

/** An e-mail channel; nothing listens at its address. */
async function makeMailbox(): Promise<string> {
  const settings = { kind: "email", host: "127.0.0.1", port: 9, tls: "none", user: "", from: "a@example.com" } as const;
  return (await addChannel(everything.human, { name: "mail", settings })).channel.id;
}

describe("the OpenAPI document", () => {
  it("is served to anybody: it holds nothing that is secret", () => {
    expect(document.openapi).toMatch(/^3\.1/);
  });

  it.each(contracts)("has %s with everything it takes", (name, contract) => {
    const operation = operationOf(contract);
    expect(operation?.operationId).toBe(name);
    const fields = Object.keys(z.toJSONSchema(contract.input, { io: "input" }).properties ?? {});
    const named = operation?.parameters.filter((one) => one.in !== "header").map((one) => one.name) ?? [];
    const body = Object.keys(operation?.requestBody?.content["application/json"]?.schema.properties ?? {});
    expect([...named, ...body].sort()).toEqual(fields.sort());
    for (const part of contract.path.matchAll(/\{(\w+)\}/g))
      expect(operation?.parameters).toContainEqual(
        expect.objectContaining({ name: part[1], in: "path", required: true }),
      );
  });

  it("says which rights of a token open what", () => {
    const rightsOf = (contract: Contract) => operationOf(contract)?.security.flatMap((one) => one.accessToken ?? []);
    expect(rightsOf(CONTRACT.listTasks)).toEqual(["read"]);
    expect(rightsOf(CONTRACT.revokeTask)).toEqual(["operate"]);
    expect(rightsOf(CONTRACT.reviewApproval)).toEqual(["review"]);
    expect(rightsOf(CONTRACT.createRule)).toEqual([]);
    expect(rightsOf(CONTRACT.makeAccessToken)).toEqual([]);
  });

  it("describes what is really answered", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task);
    await makeHold(await makeRequestedTask());
    const rule = await db().rule.findFirstOrThrow();
    const ids: Record<string, string> = {
      approval: hold.approvalId,
      approvalSiblings: hold.approvalId,
      task: task.id,
      taskTimeline: task.id,
      agent: task.agentId,
      rule: rule.id,
      ruleEffects: rule.id,
      listPersonPasskeys: everything.human.id,
      listDeliveries: await makeMailbox(),
    };
    const query: Record<string, string> = { explainRule: "?agent=a&server=files&tool=read_file" };
    const elsewhere = ["server", "previewServerStop", "previewDisabling", "signedReview"];
    const reads = contracts.filter(([name, one]) => one.method === "GET" && !one.streams && !elsewhere.includes(name));
    for (const [name, contract] of reads) {
      const path = contract.path
        .replace("/api/v1", "")
        .replace("{id}", ids[name] ?? "")
        .replace("{seq}", "1");
      const { status, body } = await ask<unknown>(world, everything, `GET ${path}${query[name] ?? ""}`);
      const schema = operationOf(contract)?.responses["200"]?.content["application/json"]?.schema ?? {};
      const checked = z.fromJSONSchema(schema).safeParse(body);
      expect({ name, status, wrong: checked.error?.issues ?? [] }).toEqual({ name, status: 200, wrong: [] });
    }
  });

  it("describes refusals", async () => {
    const { body } = await ask<unknown>(world, everything, "GET /tasks?limit=0");
    const checked = z.fromJSONSchema(document.components.schemas.Problem).safeParse(body);
    expect(checked.error?.issues ?? []).toEqual([]);
  });
});
