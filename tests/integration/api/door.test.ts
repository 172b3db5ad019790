import { request as httpRequest } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { db } from "../../../lib/db/index";
import { makeRunningTask } from "../../factories/tasks";
import { type Answer, ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let viewer: Visitor;
let approver: Visitor;

beforeAll(async () => {
  world = await openWorld();
  viewer = await visitor("vera", []);
  approver = await visitor("anna", ["approver"]);
});

const refused = ({ status, body }: Answer) => ({ status, code: body.code });

describe("who asks", () => {
  it("is nobody without a session or a token", async () => {
    const answer = await ask(world, null, "GET /me");
    expect(refused(answer)).toEqual({ status: 401, code: "NOT_SIGNED_IN" });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });

  it("is told by a session, with their rights and what waits", async () => {
    const { status, body } = await ask<OutputOf<"me">>(world, approver, "GET /me");
    expect(status).toBe(200);
    expect(body.person).toEqual({ ...approver.human });
    expect(body.rights).toContain("review");
    expect(body.via).toBe("page");
    expect(body.counts).toEqual({ mine: 0, others: 0, tasks: 0, tools: 0, glass: 0, glassOverdue: 0 });
  });

  it("is told by an access token, with no more than its rights", async () => {
    const { body } = await ask<OutputOf<"me">>(world, await approver.token("read"), "GET /me");
    expect(body.via).toBe("token");
    expect(body.rights).toContain("see");
    expect(body.rights).not.toContain("review");
  });

  it("is nobody when the token is wrong, however good the cookie beside it", async () => {
    const answer = await ask(world, viewer, "GET /me", { headers: { authorization: "Bearer cst_nonsense-nonsense" } });
    expect(refused(answer)).toEqual({ status: 401, code: "NOT_SIGNED_IN" });
  });

  it("is not let in by a token where it takes a person", async () => {
    const answer = await ask(world, await approver.token("read"), "GET /account/sessions");
    expect(refused(answer)).toEqual({ status: 403, code: "FORBIDDEN" });
  });
});

describe("a write with a cookie", () => {
  const pause = async (headers: Record<string, string>) => {
    const task = await makeRunningTask();
    const before = await latest();
    const answer = await ask(world, approver, `POST /tasks/${task.id}/pause`, { body: { reason: "x" }, headers });
    return { answer, written: await kindsSince(before) };
  };

  it("is refused when another site sends it, and writes nothing", async () => {
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) {
      const { answer, written } = await pause(headers);
      expect(refused(answer)).toEqual({ status: 403, code: "CROSS_SITE" });
      expect(written).toEqual([]);
    }
  });

  it("is refused when nothing says where it comes from", async () => {
    const task = await makeRunningTask();
    const before = await latest();
    const response = await fetch(`${world.url}/api/v1/tasks/${task.id}/pause`, {
      method: "POST",
      headers: { cookie: approver.cookie, "content-type": "application/json" },
      body: JSON.stringify({ reason: "x" }),
    });
    expect(((await response.json()) as { code: string }).code).toBe("CROSS_SITE");
    expect(await kindsSince(before)).toEqual([]);
  });

  it("is taken from our own pages", async () => {
    const { answer, written } = await pause({ "sec-fetch-site": "same-origin" });
    expect(answer.status).toBe(200);
    expect(written).toEqual(["task.paused"]);
  });

  it("needs no origin when a token authorizes it", async () => {
    const task = await makeRunningTask();
    const response = await fetch(`${world.url}/api/v1/tasks/${task.id}/pause`, {
      method: "POST",
      headers: { authorization: `Bearer ${await approver.token("operate")}`, "content-type": "application/json" },
      body: JSON.stringify({ reason: "x" }),
    });
    expect(response.status).toBe(200);
  });
});

describe("a refusal", () => {
  it("is a problem document with our code and the request's id", async () => {
    const answer = await ask(world, viewer, "GET /tasks/00000000-0000-7000-8000-000000000000", {
      headers: { "x-request-id": "abc-123" },
    });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body).toEqual({
      type: "urn:countersign:problem:NOT_FOUND",
      title: "There is no such thing, or you may not see it",
      status: 404,
      detail: "There is no such task.",
      code: "NOT_FOUND",
      requestId: "abc-123",
    });
  });

  it("says which fields are wrong, and never what stood there", async () => {
    const answer = await ask(world, viewer, "GET /tasks?limit=1000&sort=hunter2&colour=red");
    expect(refused(answer)).toEqual({ status: 422, code: "INVALID_INPUT" });
    expect(answer.body.errors.map((error: { path: string }) => error.path).sort()).toEqual(["colour", "limit", "sort"]);
    expect(JSON.stringify(answer.body)).not.toContain("hunter2");
  });

  it("of a method says which ones there are", async () => {
    const answer = await ask(world, viewer, "DELETE /tasks");
    expect(refused(answer)).toEqual({ status: 405, code: "METHOD_NOT_ALLOWED" });
    expect(answer.headers.get("allow")).toBe("GET");
  });

  it("comes for an address that is none", async () => {
    for (const path of ["/nonsense", "/tasks/x/y/z", "/tasks/%ff"]) {
      expect(refused(await ask(world, viewer, `GET ${path}`)).status).toBeGreaterThanOrEqual(404);
    }
  });

  it("says nothing of our inside when we fail", async () => {
    await db().$executeRaw`ALTER TABLE "server" RENAME TO "server_away"`;
    const answer = await ask(world, viewer, "GET /servers");
    await db().$executeRaw`ALTER TABLE "server_away" RENAME TO "server"`;
    expect(refused(answer)).toEqual({ status: 500, code: "INTERNAL" });
    expect(JSON.stringify(answer.body)).not.toMatch(/server_away|relation|prisma|select/i);
    expect(answer.body.requestId).toBeTruthy();
  });
});

describe("a body", () => {
  const post = (raw: string | Uint8Array, headers: Record<string, string> = {}) =>
    ask(world, viewer, "POST /rules/check", { raw, headers });

  it("that is not JSON, has a key twice or nests too deep is refused", async () => {
    for (const raw of ["{", '{"body":1,"body":2}', "[".repeat(100), new Uint8Array([0xff, 0xfe]), "[]", '"x"'])
      expect(refused(await post(raw))).toEqual({ status: 400, code: "NOT_JSON" });
  });

  it("of another type is refused: another site's form could have sent it", async () => {
    expect(refused(await post("{}", { "content-type": "text/plain" }))).toEqual({ status: 400, code: "NOT_JSON" });
  });

  it("over 256 kB is refused without being read", async () => {
    const answer = await post(`{"x":"${"a".repeat(300_000)}"}`);
    expect(refused(answer)).toEqual({ status: 413, code: "BODY_TOO_LARGE" });
  });

  it("over 256 kB is refused also when it does not say how long it is", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(
        `${world.url}/api/v1/rules/check`,
        { method: "POST", headers: { cookie: viewer.cookie, origin: world.url, "content-type": "application/json" } },
        (response) => resolve(response.statusCode),
      );
      sent.on("error", reject);
      for (let piece = 0; piece < 5; piece += 1) sent.write("a".repeat(64 * 1024));
      sent.end();
    });
    expect(status).toBe(413);
  });
});

describe("a report of a browser", () => {
  const report = (body: unknown) =>
    fetch(`${world.url}/api/v1/csp-report`, {
      method: "POST",
      headers: { "content-type": "application/csp-report" },
      body: JSON.stringify(body),
    });

  it("is taken without a session, and only so many a minute", async () => {
    const first = await report({ "csp-report": { "blocked-uri": "inline", "violated-directive": "script-src" } });
    expect(first.status).toBe(204);
    const statuses = await Promise.all(Array.from({ length: 70 }, async () => (await report([])).status));
    expect(statuses).toContain(429);
  });
});

describe("wrong access tokens", () => {
  it("are taken only so many a minute, and lock nobody out whose token is good", async () => {
    const good = await approver.token("read");
    expect((await ask(world, good, "GET /me")).status).toBe(200);
    let last: Answer | undefined;
    for (let tried = 0; tried < 61; tried += 1) last = await ask(world, `cst_wrong-${tried}-0123456789`, "GET /me");
    expect(last && refused(last)).toEqual({ status: 429, code: "RATE_LIMITED" });
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(world, good, "GET /me")).status).toBe(200);
    expect((await ask(world, approver, "GET /me")).status).toBe(200);
  });
});
