import { describe, expect, it } from "vitest";
import {
  type Authority,
  checkLess,
  type LessDraft,
  NOTHING_LESS,
  scopeLeft,
} from "../../../../components/inbox/less-draft";

const asked: Authority = {
  scope: [
    { server: "files", tools: ["read", "write"] },
    { server: "mail", tools: ["send"] },
  ],
  clocks: { idleSeconds: 1200, leaseSeconds: 3600, endSeconds: 86_400, stallSeconds: null },
  calls: 50,
} as Authority; // what else an authority says does not matter here
const check = (draft: Partial<LessDraft>, over: Partial<Authority> = {}) =>
  checkLess({ ...NOTHING_LESS, ...draft }, { ...asked, ...over });

describe("approving less", () => {
  it("leaves out the tools that were dropped, and the servers that have none left", () => {
    expect(scopeLeft(asked, { ...NOTHING_LESS, dropped: new Set(["files/write", "mail/send"]) })).toEqual([
      { server: "files", tools: ["read"] },
    ]);
  });

  it("must take something away, and leave something", () => {
    expect(check({})).toMatchObject({ tools: expect.stringMatching(/^Take something away/) });
    expect(check({ dropped: new Set(["files/read", "files/write", "mail/send"]) })).toMatchObject({
      tools: expect.stringMatching(/^Keep at least one tool/),
    });
    expect(check({ dropped: new Set(["mail/send"]) })).toBeNull();
    expect(check({ seconds: 60 })).toBeNull();
    expect(check({ calls: "5" })).toBeNull();
  });

  it("may begin later, but not after it is over", () => {
    expect(check({ delay: 600 })).toBeNull();
    expect(check({ delay: Number.NaN })).toMatchObject({ begins: "Write a number, such as 30 or 1.5." });
    expect(check({ delay: 3600 })).toMatchObject({ begins: "It would be over before it begins: it is given for 1 h." });
    expect(check({ delay: 600, seconds: 600 })).toMatchObject({ begins: expect.stringMatching(/given for 10 min/) });
  });

  it("says at its field that a time is no number, too short or more than was asked", () => {
    expect(check({ seconds: Number.NaN })).toMatchObject({ ends: "Write a number, such as 30 or 1.5." });
    expect(check({ seconds: 0 })).toMatchObject({ ends: "At least a second." });
    expect(check({ seconds: 86_401 })).toMatchObject({ ends: "At most the 1 d that were asked for." });
  });

  it.each(["0", "-1", "1.5", "many", "1e400"])("refuses “%s” as a number of calls", (calls) => {
    expect(check({ calls })).toMatchObject({ calls: "A whole number above 0." });
  });

  it("compares a number of calls with what was asked, unless that was no limit", () => {
    expect(check({ calls: "51" })).toMatchObject({ calls: "At most the 50 that were asked for." });
    expect(check({ calls: "51" }, { calls: null })).toBeNull();
  });
});
