import { describe, expect, it } from "vitest";
import { z } from "zod";
import { makeCursor, momentSchema, placeIdSchema, readCursor } from "../../../lib/api/cursor";
import { findEndpoint } from "../../../lib/api/http/find-endpoint";
import { problemOf, refusalOf, retryAfterOf } from "../../../lib/api/http/problem";
import { queryFields } from "../../../lib/api/http/query-fields";
import { CONTRACT } from "../../../lib/api/schema";
import { AppError, isSameOrigin, newId } from "../../../lib/base/index";

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return "";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("an address", () => {
  it("finds its endpoint; a word comes before a name", () => {
    expect(findEndpoint("GET", "/api/v1/rules/explain").name).toBe("explainRule");
    expect(findEndpoint("GET", "/api/v1/rules/abc")).toEqual({ name: "rule", path: { id: "abc" } });
    expect(findEndpoint("POST", "/api/v1/tasks/revoke").name).toBe("revokeTasks");
    expect(findEndpoint("GET", "/api/v1/log/export").name).toBe("exportLog");
    expect(findEndpoint("DELETE", "/api/v1/agents/a/credentials/b%2Fc").path).toEqual({ id: "a", credential: "b/c" });
  });

  it("that is none is not found, and a method that is none is said to be so", () => {
    for (const path of [
      "/api/v1",
      "/api/v1/",
      "/api/v1/tasks//x",
      "/api/v1/tasks/a/b",
      "/api/v2/tasks",
      "/api/v1/tasks/%zz",
    ])
      expect({ path, code: codeOf(() => findEndpoint("GET", path)) }).toEqual({ path, code: "NOT_FOUND" });
    expect(codeOf(() => findEndpoint("PUT", "/api/v1/tasks"))).toBe("METHOD_NOT_ALLOWED");
    expect(codeOf(() => findEndpoint("GET", "/api/v1/tasks/a/pause"))).toBe("METHOD_NOT_ALLOWED");
  });

  it("is one endpoint's only", () => {
    const lines = Object.values(CONTRACT).map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`);
    expect(new Set(lines).size).toBe(lines.length);
  });
});

describe("a query", () => {
  const input = z.strictObject({
    limit: z.int().optional(),
    on: z.boolean().optional(),
    state: z.array(z.string()).optional(),
    text: z.string().optional(),
  });
  const read = (text: string) => ({ ...queryFields({ input }, new URLSearchParams(text)) });

  it("becomes numbers, truth values and lists where the input has them", () => {
    expect(read("limit=5&on=false&state=a,b&state=c&text=7")).toEqual({
      limit: 5,
      on: false,
      state: ["a", "b", "c"],
      text: "7",
    });
  });

  it("keeps what it cannot read, for the schema to refuse", () => {
    expect(read("limit=1e3&on=yes")).toEqual({ limit: "1e3", on: "yes" });
    expect(read("limit=0x10")).toEqual({ limit: "0x10" });
    expect(read("unknown=1")).toEqual({ unknown: "1" });
  });

  it("leaves out what is empty", () => {
    expect(read("text=&state=&limit=")).toEqual({});
  });

  it("refuses a field that comes twice", () => {
    expect(codeOf(() => read("limit=1&limit=2"))).toBe("INVALID_INPUT");
  });

  it("cannot touch a prototype", () => {
    const fields = queryFields({ input }, new URLSearchParams("__proto__=1&constructor=2"));
    expect(Object.keys(fields).sort()).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>).text).toBeUndefined();
  });
});

describe("a request's origin", () => {
  const ours = "https://countersign.example";
  it.each([
    [{ origin: ours }, true],
    [{ origin: ours, "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "same-origin" }, true],
    [{}, false],
    [{ origin: "https://evil.example" }, false],
    [{ origin: "null" }, false],
    [{ origin: `${ours}.evil.example` }, false],
    [{ origin: "http://countersign.example" }, false],
    [{ origin: ours, "sec-fetch-site": "cross-site" }, false],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "none" }, false],
  ])("%j is ours: %s", (headers, expected) => {
    expect(isSameOrigin(headers, ours)).toBe(expected);
  });
});

describe("a cursor", () => {
  const place = [momentSchema, placeIdSchema] as const;
  it("is read back as the place it stands for", () => {
    const [at, id] = [new Date(), newId()];
    expect(readCursor("tasks", makeCursor("tasks", [at.toISOString(), id]), place)).toEqual([at, id]);
    expect(readCursor("tasks", undefined, place)).toBeNull();
  });

  it("of another list, cut, stretched or made up is refused", () => {
    const good = makeCursor("tasks", [new Date().toISOString(), newId()]);
    for (const cursor of [
      makeCursor("other", [new Date().toISOString(), newId()]),
      good.slice(0, -4),
      makeCursor("tasks", [1, 2, 3]),
      "%%%",
      "",
    ])
      expect(codeOf(() => readCursor("tasks", cursor, place))).toBe("INVALID_INPUT");
  });
});

describe("a problem", () => {
  it("names fields in one form, whichever form a module used", () => {
    const fromMap = problemOf(new AppError("NAME_TAKEN", "taken", { fields: { name: "taken" } }), "r");
    const fromList = problemOf(
      new AppError("RULE_CONTRADICTS", "odd", { fields: [{ field: "idleSeconds", sentence: "too long", fits: 5 }] }),
      "r",
    );
    const fromOne = problemOf(new AppError("INVALID_INPUT", "give it again", { field: "credential" }), "r");
    expect(fromMap.errors).toEqual([{ path: "name", message: "taken" }]);
    expect(fromList.errors).toEqual([{ path: "idleSeconds", message: "too long", fits: 5 }]);
    expect(fromOne.errors).toEqual([{ path: "credential", message: "give it again" }]);
  });

  it("cannot be given another code, status or type by its detail", () => {
    const problem = problemOf(new AppError("FORBIDDEN", "no", { code: "OK", status: 200, type: "x" }), "r");
    expect(problem).toMatchObject({ code: "FORBIDDEN", status: 403, type: "urn:countersign:problem:FORBIDDEN" });
  });

  it("says nothing of what nobody expected, and blanks what looks like a credential", () => {
    const unexpected = problemOf(refusalOf(new Error("password=hunter2 at db.internal")), "r");
    expect(unexpected.code).toBe("INTERNAL");
    expect(JSON.stringify(unexpected)).not.toMatch(/hunter2|db\.internal/);
    const leaky = problemOf(new AppError("INVALID_INPUT", "csk_abcdefghijklmnopqrstuvwxyz is wrong"), "r");
    expect(leaky.detail).not.toContain("csk_abc");
  });

  it("says when to come again, where that helps", () => {
    expect(retryAfterOf(new AppError("RATE_LIMITED", "slow", { retryAfterSeconds: 7.2 }))).toBe(8);
    expect(retryAfterOf(new AppError("UNAVAILABLE"))).toBe(2);
    expect(retryAfterOf(new AppError("FORBIDDEN"))).toBeNull();
  });
});
