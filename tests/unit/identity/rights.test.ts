import { describe, expect, it } from "vitest";
import { may, orderRoles, RIGHTS, type Right, type Role, type TokenRight } from "../../../lib/identity/schema";

const rightsOf = (roles: Role[], seesBodies = false): Right[] =>
  RIGHTS.filter((right) => may({ via: "page", human: { roles, seesBodies } }, right));
const rightsOfToken = (rights: TokenRight[], roles: Role[]): Right[] =>
  RIGHTS.filter((right) => may({ via: "token", rights, human: { roles, seesBodies: true } }, right));

describe("roles", () => {
  it("let a viewer see and read the log, and nothing else", () => {
    expect(rightsOf(["viewer"])).toEqual(["see", "read_log"]);
  });

  it("make everybody a viewer, whatever else they are", () => {
    expect(rightsOf([])).toEqual(["see", "read_log"]);
    expect(orderRoles([])).toEqual(["viewer"]);
  });

  it("let an approver review, pause, narrow and revoke", () => {
    expect(rightsOf(["approver"])).toEqual(["see", "read_log", "review", "judge_broken_glass", "operate"]);
  });

  it("let an auditor read and export all of the log, and change nothing", () => {
    expect(rightsOf(["auditor"])).toEqual(["see", "read_log", "read_people_log", "export_log"]);
  });

  it("let an admin configure and operate, but not review", () => {
    const own: Right[] = ["review", "see_bodies", "break_glass"];
    expect(rightsOf(["admin"])).toEqual(RIGHTS.filter((right) => !own.includes(right)));
  });

  it("add up", () => {
    expect(rightsOf(["approver", "auditor"])).toEqual([
      "see",
      "read_log",
      "read_people_log",
      "export_log",
      "review",
      "judge_broken_glass",
      "operate",
    ]);
  });

  it("never give arguments and results: that is a right of its own", () => {
    expect(rightsOf(["viewer", "approver", "auditor", "admin"])).not.toContain("see_bodies");
    expect(rightsOf(["viewer"], true)).toContain("see_bodies");
  });

  it("never let anybody break the glass: that is a right of its own, and no token's", () => {
    const roles: Role[] = ["viewer", "approver", "auditor", "admin"];
    expect(rightsOf(roles)).not.toContain("break_glass");
    const human = { roles, seesBodies: true, breakGlass: true };
    expect(may({ via: "page", human }, "break_glass")).toBe(true);
    expect(may({ via: "token", rights: ["read", "operate", "review"], human }, "break_glass")).toBe(false);
    expect(may({ via: "token", rights: ["read", "operate", "review"], human }, "judge_broken_glass")).toBe(false);
  });

  it("are stored in one form: each once, in one order", () => {
    expect(orderRoles(["admin", "approver", "admin"])).toEqual(["viewer", "approver", "admin"]);
  });
});

describe("an access token", () => {
  it("does no more than its own rights, whatever its owner may", () => {
    const everything: Role[] = ["approver", "auditor", "admin"];
    expect(rightsOfToken(["read"], everything)).toEqual([
      "see",
      "see_bodies",
      "read_log",
      "read_people_log",
      "export_log",
    ]);
    expect(rightsOfToken(["operate"], everything)).toEqual(["operate"]);
    expect(rightsOfToken(["review"], everything)).toEqual(["review"]);
    expect(rightsOfToken([], everything)).toEqual([]);
  });

  it("does no more than its owner may, whatever its rights", () => {
    expect(rightsOfToken(["read", "operate", "review"], ["viewer"])).toEqual(["see", "see_bodies", "read_log"]);
  });

  it("manages nothing, not even an admin's", () => {
    const rights = rightsOfToken(["read", "operate", "review"], ["admin"]);
    expect(rights.filter((right) => right.startsWith("manage_"))).toEqual([]);
  });
});
