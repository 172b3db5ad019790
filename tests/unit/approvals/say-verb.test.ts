import { describe, expect, it } from "vitest";
import { type Saying, sayAs, sayVerb } from "../../../lib/approvals/index";
import type { AskedCall } from "../../../lib/approvals/schema";
import { makeGiving } from "../../factories/tasks";

const callOf = (tool: string, server = "github"): AskedCall => ({
  holdId: "h",
  callId: "c",
  server,
  tool,
  class: "write",
  toolDigest: "d",
  argumentsDigest: "a",
  mask: [],
  caller: { workload: "test", network: "127.0.0.0/24" },
  approvalsPerHour: null,
});

const authority = makeGiving({
  scope: [
    { server: "github", tools: ["get_file", "search_code"] },
    { server: "docs", tools: ["search"] },
  ],
});
const saying = (over: Partial<Saying>): Saying => ({
  kind: "call",
  asked: { authority: null, calls: [callOf("create_release")] },
  purpose: "Cut the release",
  agent: "release-bot",
  owner: "Jane",
  ...over,
});
const said = (of: Saying) =>
  `${sayVerb(of)
    .map(({ text }) => text)
    .join("")} | ${sayAs(of)
    .map(({ text }) => text)
    .join("")}`;

describe("the sentence of an approval", () => {
  it("says one call, where, in which task and as whom", () => {
    expect(said(saying({}))).toBe(
      "Call create_release on github | in “Cut the release”, as release-bot, owned by Jane",
    );
  });

  it("says what a call does and to what, in words of ours beside the names from outside", () => {
    const given = { owner: "acme", repo: "web", name: "v4.18.0" };
    expect(said(saying({ arguments: given }))).toContain(
      "Create 1 release v4.18.0 in acme/web with create_release on github |",
    );
    expect(said(saying({ arguments: {} }))).toContain("Create 1 release with create_release on github |");
    for (const unknown of [[], "text", null, undefined])
      expect(said(saying({ arguments: unknown }))).toContain("Call create_release on github |");
  });

  it("names the tool alone where its name is no act that we know, and what the call is about", () => {
    const asked = { authority: null, calls: [callOf("frobnicate")] };
    expect(said(saying({ asked, arguments: { body: "long", path: "a/b.md" } }))).toContain(
      "Call frobnicate on github, path a/b.md |",
    );
    expect(said(saying({ asked, arguments: { path: "x".repeat(121) } }))).toContain("Call frobnicate on github |");
  });

  it("counts several calls and names their servers", () => {
    const asked = { authority, calls: [callOf("a"), callOf("b"), callOf("c", "docs")] };
    expect(said(saying({ kind: "resume", asked }))).toBe(
      "Make 3 calls on github and docs | and resume the task “Cut the release”, as release-bot, owned by Jane",
    );
  });

  it("says what a start would give, and which call it waits with", () => {
    const asked = { authority, calls: [callOf("get_file")] };
    expect(said(saying({ kind: "start", asked }))).toBe(
      "Start “Cut the release” with 3 tools on github and docs | its first call is get_file on github; as release-bot, owned by Jane",
    );
  });

  it("marks what the agent wrote as the agent's", () => {
    const parts = [...sayVerb(saying({ arguments: { name: "p" } })), ...sayAs(saying({}))];
    expect(parts.find(({ text }) => text === "Cut the release")?.as).toBe("purpose");
    expect(parts.find(({ text }) => text === "p")?.as).toBe("value");
    expect(
      parts
        .filter(({ as }) => as === undefined)
        .map(({ text }) => text)
        .join(""),
    ).not.toContain("Cut the release");
  });
});
