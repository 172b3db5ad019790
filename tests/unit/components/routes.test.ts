import { describe, expect, test } from "vitest";
import { isWithin, PLACES, returnPath, routes } from "../../../lib/base/routes";

describe("addresses", () => {
  test("encode what they are given, so that a name cannot become a path", () => {
    expect(routes.task("a/../b?x")).toBe("/tasks/a%2F..%2Fb%3Fx");
    expect(routes.link("tok/en")).toBe("/link/tok%2Fen");
  });

  test("carry filters, and leave out empty ones", () => {
    expect(routes.tasks({ state: "paused", agent: "", server: undefined })).toBe("/tasks?state=paused");
    expect(routes.inbox(undefined, { view: "decided" })).toBe("/inbox?view=decided");
    expect(routes.inbox("7")).toBe("/inbox/7");
    expect(routes.signIn("/tasks?a=1")).toBe("/sign-in?return=%2Ftasks%3Fa%3D1");
  });

  test("know the place that a page lies in", () => {
    const marked = (path: string) => PLACES.filter((place) => isWithin(place, path)).map((place) => place.id);
    expect(marked("/tasks/1")).toEqual(["tasks"]);
    expect(marked("/tasks")).toEqual(["tasks"]);
    expect(marked("/tasksmith")).toEqual([]);
  });
});

describe("the way back after signing in", () => {
  test.each(["/tasks", "/inbox/7?x=1#y", "/"])("takes our own path %s", (path) => {
    expect(returnPath(path)).toBe(path);
  });

  test.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "tasks",
    "",
    null,
    undefined,
    "/..//evil.example",
  ])("does not leave for %s", (path) => {
    expect(returnPath(path)).toBe("/inbox");
  });
});
