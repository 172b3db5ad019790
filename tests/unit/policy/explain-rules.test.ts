import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explainRules } from "../../../lib/policy/schema";
import { ruleLike } from "./arbitraries";

const question = { agent: "bot", server: "github", tool: "push", class: "write" } as const;

describe("explainRules", () => {
  it("gives the rule that applies, each number with it, and why the others do not", () => {
    const writes = ruleLike({ name: "writes", match: { class: "write" }, idleSeconds: 60 });
    const answer = explainRules([ruleLike({}), writes, ruleLike({ name: "old", on: false })], question);
    expect(answer).toMatchObject({ winner: { name: "writes" }, reason: null, call: "hold" });
    expect(answer.lost.map(({ rule, code }) => [rule.name, code])).toEqual([
      ["default", "less_specific"],
      ["old", "off"],
    ]);
    expect(answer.lost[0]?.sentence).toBe("Its priority is the same, but writes says more precisely which class.");
    expect(answer.numbers).toContainEqual({
      name: "idleSeconds",
      value: 60,
      rule: { id: "writes", name: "writes", version: 1 },
    });
    expect(answer.numbers.map(({ name }) => name)).toContain("readySeconds");
  });

  it("says that no rule means no", () => {
    const answer = explainRules([ruleLike({ match: { server: "files" } })], question);
    expect(answer).toMatchObject({ winner: null, numbers: [], call: null });
    expect(answer.reason?.sentence).toBe("No rule covers push on github, and no rule means no.");
  });
});

describe("policy/schema.ts", () => {
  it("reaches nothing that a browser does not have", () => {
    const folder = join(import.meta.dirname, "../../../lib");
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      const source = readFileSync(join(folder, `${file}.ts`), "utf8");
      for (const [, from = ""] of source.matchAll(/^(?:import|export|\})(?!\s+type\b)[^;]*?from "([^"]+)";/gm)) {
        expect([file, from]).toEqual([file, expect.not.stringMatching(/^node:|\/index$|generated/)]);
        if (from.startsWith(".")) visit(join(file, "..", from));
      }
    };
    visit("policy/schema");
    expect(seen.has("policy/say-rule")).toBe(true);
    expect(seen.has("base/duration")).toBe(true);
    expect(readdirSync(join(folder, "policy"))).toContain("schema.ts");
  });
});
