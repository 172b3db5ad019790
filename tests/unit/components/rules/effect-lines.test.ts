import { describe, expect, it } from "vitest";
import { effectLines } from "../../../../components/rules/effect-lines";
import type { TightenedTask } from "../../../../lib/api/schema";

type Tool = TightenedTask["tools"][number];
const held = (tool: string): Tool => ({
  server: "github",
  tool,
  field: "calls.write",
  old: "allow",
  new: "hold",
  verdict: "tighter",
  rule: null,
});
const clock = (name: TightenedTask["clocks"][number]["name"], old: number | null, now: number | null) => ({
  name,
  old,
  new: now,
  verdict: old === now ? ("same" as const) : ("looser" as const),
  rule: null,
});

describe("what a rule does to a task", () => {
  it("says what gets tighter first, then what stays because it would be looser, and nothing that is the same", () => {
    const clocks = [
      clock("endSeconds", 3600, 7200),
      { ...clock("idleSeconds", 900, 600), verdict: "tighter" as const },
      clock("leaseSeconds", 60, 60),
    ];
    const lines = effectLines({ clocks, tools: [] });
    expect(lines.map(({ word, old, now, tighter }) => [word, old, now, tighter])).toEqual([
      ["Idle", "15 min", "10 min", true],
      ["Absolute end", "1 h", "2 h", false],
    ]);
  });

  it("says once what changes alike for several tools, and names them", () => {
    const [line, ...others] = effectLines({ clocks: [], tools: [held("push"), held("merge")] });
    expect(others).toEqual([]);
    expect(line).toMatchObject({ word: "Write calls, 2 tools", old: "allowed", now: "held" });
    expect(line?.title).toBe("push on github\nmerge on github");
  });

  it("names the tool where it is only one, and says that no rule covers it any more", () => {
    const gone: Tool = { ...held("push"), field: "rule", old: "default v1", new: null };
    expect(effectLines({ clocks: [], tools: [gone] })[0]).toMatchObject({ word: "Rule, push", now: "no rule" });
  });

  it("does not repeat for a tool what it says of the task's clock", () => {
    const clocks = [{ ...clock("decideBySeconds", 1800, 600), verdict: "tighter" as const }];
    const tools: Tool[] = [{ ...held("push"), field: "decideBySeconds", old: 1800, new: 600 }];
    expect(effectLines({ clocks, tools })).toHaveLength(1);
  });
});
