import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { declaredArguments, type NamedCall, nameAction } from "../../../lib/rendering/schema";

const named = (tool: string, given: unknown, over: Partial<NamedCall> = {}) =>
  nameAction({ server: "github", tool, class: "write", arguments: given, ...over });
/** The sentence, joined as people read it. */
const said = (...call: Parameters<typeof named>) => {
  const action = named(...call);
  if (!action) return null;
  const { says, names, to, within } = action;
  return [says, names.join(" + "), to && `to ${to}`, within && `in ${within}`].filter(Boolean).join(" ");
};

describe("what a call does", () => {
  it.each([
    ["write_file", { path: "reports/q3.md", content: "long" }, "Write 1 file reports/q3.md"],
    ["createPullRequest", { owner: "acme", repo: "web", title: "Fix" }, "Create 1 pull request Fix in acme/web"],
    ["create-issue-comment", { issue_number: 42, body: "b" }, "Create 1 issue comment"],
    ["close_issue", { issue_number: 42 }, "Close 1 issue 42"],
    ["github_merge_branch", { branch: "next" }, "Merge 1 branch next"],
    ["send_email", { to: "a@example.com", subject: "Hello", body: "b" }, "Send 1 email Hello to a@example.com"],
    ["move_file", { source: "a.md", destination: "b.md" }, "Move 1 file a.md to b.md"],
    ["create_branch", { name: "next", from: "main", target: "x" }, "Create 1 branch next"],
    ["create_order", { items: [{ n: 1 }, { n: 2 }], id: "o-7" }, "Create 1 order o-7"],
    ["delete_message", { id: 5, channel: "#general" }, "Delete 1 message 5"],
    ["upload_files", { paths: ["a", "b"] }, "Upload 2 files a + b"],
    ["upload_files", { paths: ["a", "b", "c", "d"] }, "Upload 4 files"],
    ["create_entities", { entities: [{ n: 1 }] }, "Create 1 entity"],
    ["delete_docs", { folder: "old" }, "Delete documents"],
    ["write_file", {}, "Write 1 file"],
  ])("is said in words of ours: %s %j", (tool, given, sentence) => {
    expect(said(tool, given)).toBe(sentence);
  });

  it("counts a list of one as one, and names all of a short list or none", () => {
    expect(said("delete_files", { files: ["a"] })).toBe("Delete 1 file a");
    expect(said("delete_files", { files: ["a", "x".repeat(200)] })).toBe("Delete 2 files");
  });

  it("is not guessed from a name with a word that we do not know", () => {
    for (const tool of ["create_or_update_file", "frobnicate_file", "write", "file_write", "delete_everything", ""])
      expect(named(tool, { path: "a" }), tool).toBeNull();
  });

  it("is never said to look only, where the tool may do more, nor to change where it only reads", () => {
    expect(said("read_file", { path: "a" }, { class: "read" })).toBe("Read 1 file a");
    for (const severity of ["write", "destructive", "unclassed"] as const)
      expect(named("read_file", { path: "a" }, { class: severity }), severity).toBeNull();
    expect(named("delete_file", { path: "a" }, { class: "read" })).toBeNull();
    expect(named("delete_file", { path: "a" }, { class: "unclassed" })).toBeNull();
    expect(said("delete_file", { path: "a" }, { class: "destructive" })).toBe("Delete 1 file a");
  });

  it("is what its one SQL text or command says, whatever the tool is called and classed", () => {
    const sql = "SELECT 1 FROM t; DROP TABLE t";
    expect(said("ask", { sql }, { class: "unclassed" })).toBe("Run 2 SQL statements (SELECT, DROP TABLE)");
    expect(said("query", { sql: "EXPLODE everything FROM t" })).toBe("Run 1 SQL statement");
    expect(said("bash", { command: "ls -la" })).toBe("Run 1 shell command ls -la");
    expect(said("bash", { command: "cd /a && rm -rf b" })).toBe("Run 2 shell commands cd /a && rm -rf b");
    expect(said("bash", { command: `echo ${"x".repeat(200)}` })).toBe("Run 1 shell command");
    expect(named("both", { sql, command: "ls" })).toBeNull();
  });

  it("names nothing when two arguments go by one name", () => {
    expect(said("write_file", { _path: "safe", path: "evil" })).toBe("Write 1 file");
  });

  it("rests on declared arguments alone: one that the tool ignores cannot stand in front", () => {
    const schema = { type: "object", properties: { file: { type: "string" } } };
    const declared = declaredArguments({ path: "safe", file: "evil" }, schema);
    expect(said("write_file", declared)).toBe("Write 1 file evil");
    for (const none of [undefined, null, {}, { properties: 3 }, "x"])
      expect(declaredArguments({ path: "a" }, none)).toBeNull();
    expect(Object.keys(declaredArguments({ constructor: 1, path: 2 }, { properties: { path: {} } }) ?? {})).toEqual([
      "path",
    ]);
  });

  it("says no word that came from outside, for any tool and arguments", () => {
    const WORD = /^[A-Z][a-zA-Z0-9 (),]*$/;
    const tools = fc.oneof(fc.string(), fc.constantFrom("write_file", "send-message", "dropTables"));
    fc.assert(
      fc.property(tools, fc.dictionary(fc.string(), fc.anything()), (tool, given) => {
        const action = named(tool, given, { class: "destructive" });
        if (action) expect(action.says).toMatch(WORD);
        for (const name of action?.names ?? []) expect(Object.values(given).flat().map(String)).toContain(name);
      }),
    );
  });
});
