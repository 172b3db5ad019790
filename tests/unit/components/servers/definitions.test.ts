import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitionDifferences } from "../../../../components/servers/definition-changes";
import { lineDifferences } from "../../../../components/servers/line-differences";
import { hintsOf } from "../../../../components/servers/tool-hints";

const tool = (over: Record<string, unknown> = {}) => ({
  annotations: { destructiveHint: false },
  description: "Publishes a release.",
  inputSchema: { properties: { version: { type: "string" } }, required: ["version"], type: "object" },
  name: "publish",
  ...over,
});

describe("two definitions of a tool", () => {
  it("differ in nothing when they are the same, and say what is", () => {
    const { changes, same } = definitionDifferences(tool(), tool());
    expect(changes).toEqual([]);
    expect(same).toEqual(["description", "arguments", "hints"]);
  });

  it("name each argument that is new, changed or gone", () => {
    const offered = tool({
      inputSchema: {
        properties: { version: { maxLength: 9, type: "string" }, force: { type: "boolean" } },
        required: ["version"],
        type: "object",
      },
    });
    const { changes, same } = definitionDifferences(tool(), offered);
    expect(changes).toEqual([
      {
        kind: "changed",
        what: "argument",
        name: "version",
        before: '{"type":"string"}',
        after: '{"maxLength":9,"type":"string"}',
      },
      { kind: "new", what: "argument", name: "force", before: undefined, after: '{"type":"boolean"}' },
    ]);
    expect(same).toContain("required of the arguments");
    expect(definitionDifferences(offered, tool()).changes.at(-1)).toMatchObject({ kind: "less", name: "force" });
  });

  it("name each hint that changes, and those that stay", () => {
    const { changes, same } = definitionDifferences(
      tool({ annotations: { destructiveHint: false, idempotentHint: true } }),
      tool({ annotations: { destructiveHint: true, idempotentHint: true } }),
    );
    expect(changes).toEqual([
      { kind: "changed", what: "hint", name: "destructiveHint", before: "false", after: "true" },
    ]);
    expect(same).toContain("hint idempotentHint");
  });

  it("leave a text that is too long for a row to the full definitions", () => {
    const { changes } = definitionDifferences(tool(), tool({ description: "x".repeat(300) }));
    expect(changes).toEqual([{ kind: "changed", what: "part", name: "description" }]);
  });
});

describe("two definitions line by line", () => {
  it("mark what goes and what comes, and let a comma at the end make no difference", () => {
    const { before, after } = lineDifferences(["{", '"a": 1', "}"], ["{", '"a": 1,', '"b": 2', "}"]);
    expect(before.filter(({ changed }) => changed)).toEqual([]);
    expect(after.filter(({ changed }) => changed).map(({ text }) => text)).toEqual(['"b": 2']);
  });

  it("keep every line in its order, and leave the same lines unmarked on both sides", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const { before, after } = lineDifferences(one, other);
        const unmarked = (side: typeof before) => side.filter(({ changed }) => !changed).map(({ text }) => text);
        expect(before.map(({ text }) => text)).toEqual(one);
        expect(after.map(({ text }) => text)).toEqual(other);
        expect(unmarked(before)).toEqual(unmarked(after));
      }),
    );
  });

  it("count the middle as changed where comparing would take too long", () => {
    const long = (word: string) => ["{", ...Array.from({ length: 3000 }, (_, at) => `${word}${at}`), "}"];
    const { before, after } = lineDifferences(long("a"), long("b"));
    expect(before.filter(({ changed }) => changed)).toHaveLength(3000);
    expect(after[0]?.changed).toBe(false);
  });
});

describe("what a server says of its tool's doings", () => {
  it("is said as the server's claim, and silence as silence", () => {
    expect(hintsOf(tool({ annotations: { readOnlyHint: true } }))).toMatch(/says that it only reads/);
    expect(hintsOf(tool())).toMatch(/destroys nothing/);
    expect(hintsOf(tool({ annotations: undefined }))).toMatch(/says nothing, so the worst is assumed/);
    expect(hintsOf(tool({ annotations: "read" }))).toMatch(/says nothing/);
  });
});
