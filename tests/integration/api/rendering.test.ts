import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { db } from "../../../lib/db/index";
import { makeCallOn, makeServerWithTool } from "../../factories/canaries";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import { makeRequestedTask, makeRunningTask } from "../../factories/tasks";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

type Detail = OutputOf<"approval">;

let world: World;
let anna: Visitor;

beforeAll(async () => {
  world = await openWorld();
  anna = await visitor("anna", ["approver"]);
});

const show = async (id: string) => (await ask<Detail>(world, anna, `GET /approvals/${id}`)).body;
const post = (id: string, who: Visitor, body: unknown) =>
  ask<{ code?: string }>(world, who, `POST /approvals/${id}/reviews`, { body });

describe("a review of what was rendered", () => {
  it("on the page says what the page showed: without it, or of another rendering, nothing is given", async () => {
    const hold = await makeHold(await makeRunningTask());
    const { digest } = await shownOf(hold.approvalId);
    const before = await latest();
    const without = await post(hold.approvalId, anna, { answer: "approve", digest });
    expect({ status: without.status, code: without.body.code }).toEqual({ status: 422, code: "INVALID_INPUT" });
    const other = await post(hold.approvalId, anna, { answer: "approve", digest, rendering: "0".repeat(64) });
    expect({ status: other.status, code: other.body.code }).toEqual({ status: 409, code: "DIGEST_MISMATCH" });
    expect(await kindsSince(before)).toEqual([]);
    const seen = await shownOf(hold.approvalId);
    expect((await show(hold.approvalId)).rendering).toEqual({
      template: 1,
      digest: seen.rendering,
      uninspectable: false,
    });
    expect((await post(hold.approvalId, anna, { answer: "approve", ...seen })).status).toBe(200);
    const stored = await db().review.findFirstOrThrow({ where: { approvalId: hold.approvalId } });
    expect(stored).toMatchObject({ rendering: seen.rendering, template: 1, uninspected: false });
  });

  it("of what nobody can read needs a word more, and the log keeps it", async () => {
    const task = await makeRunningTask();
    const attachment = Buffer.from(Array.from({ length: 120 }, (_, at) => 255 - at)).toString("base64");
    const hold = await makeHold(task, makeHeldCall(task, { more: { attachment } }));
    const card = await show(hold.approvalId);
    expect(card.waiting[0]?.rendering?.uninspectable).toEqual([{ pointer: "/attachment", why: "120 bytes, no text" }]);
    const before = await latest();
    const seen = await shownOf(hold.approvalId);
    const refused = await post(hold.approvalId, anna, { answer: "approve", ...seen });
    expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 422, code: "UNINSPECTABLE" });
    expect(await kindsSince(before)).toEqual([]);
    const taken = await post(hold.approvalId, anna, { answer: "approve", ...seen, uninspected: true });
    expect(taken.status).toBe(200);
    const stored = await db().review.findFirstOrThrow({ where: { approvalId: hold.approvalId } });
    expect(stored.uninspected).toBe(true);
  });

  it("shows masked arguments nowhere, neither on the card, nor in lists, nor in the log", async () => {
    const task = await makeRunningTask();
    const hold = await makeHold(task, makeHeldCall(task, { more: { password: "correct horse" } }));
    const card = await show(hold.approvalId);
    const listed = await ask(world, anna, `GET /approvals?task=${task.id}`);
    const seq = card.waiting[0]?.seq;
    const entry = await ask(world, anna, `GET /log/${seq}`);
    expect(entry.body).toMatchObject({ arguments: { state: "shown", masked: ["/password"] } });
    for (const body of [card, listed.body, entry.body]) expect(JSON.stringify(body)).not.toContain("correct horse");
    expect(card.waiting[0]?.rendering?.rows.map(({ key, kind }) => [key, kind])).toEqual([
      ["password", "masked"],
      ["path", "path"],
    ]);
  });

  it("brings along what the pinned definition says of the arguments of the one call, to those who see them", async () => {
    const inputSchema = { type: "object", properties: { path: { type: "string" } } };
    const server = await makeServerWithTool("schooled", { inputSchema });
    const hold = await makeCallOn(await makeRunningTask(), server);
    const schemaFor = async (who: Visitor) =>
      (await ask<Detail>(world, who, `GET /approvals/${hold.approvalId}`)).body.waiting[0]?.inputSchema ?? null;
    expect(JSON.parse((await schemaFor(anna)) ?? "null")).toEqual(inputSchema);
    expect(await schemaFor(await visitor("vic", [], { seesBodies: false }))).toBeNull();
    await db().tool.updateMany({ where: { serverId: server.id }, data: { digest: "ab".repeat(32) } });
    expect(await schemaFor(anna)).toBeNull();
  });

  it("leaves a definition of arguments out that is long, or of several calls", async () => {
    const long = { inputSchema: { type: "object", description: "x".repeat(70_000) } };
    const server = await makeServerWithTool("wordy", long);
    const hold = await makeCallOn(await makeRunningTask(), server);
    expect((await show(hold.approvalId)).waiting[0]?.inputSchema).toBeNull();
    const start = await makeCallOn(await makeRequestedTask(), await makeServerWithTool("short", { inputSchema: {} }));
    expect((await show(start.approvalId)).waiting[0]?.inputSchema).toBeNull();
  });
});
