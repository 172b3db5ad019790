import { describe, expect, it } from "vitest";
import { readSuggested, suggestedBody } from "../../../../components/rules/suggested-rule";
import type { RuleRow, SuggestedRule } from "../../../../lib/api/schema";
import { bodyOf, DEFAULT_RULE, ruleBodySchema } from "../../../../lib/policy/schema";

const BASIS = "00000000-0000-7000-8000-000000000001";
const ruleOf = (over: Partial<RuleRow> = {}): RuleRow => ({
  ...DEFAULT_RULE,
  id: BASIS,
  version: 3,
  source: "page",
  savedAt: "2026-11-20T12:00:00.000Z",
  savedBy: null,
  reason: "",
  sentence: [],
  ...over,
});
const SUGGESTED: SuggestedRule = {
  basis: BASIS,
  agent: "bot",
  server: "files",
  tool: "read_file",
  class: "read",
  answer: "allow",
};
const read = (fields: Record<string, string>) => readSuggested(new URLSearchParams(fields));

describe("a suggestion in an address", () => {
  it("is read as it was made", () => {
    expect(read(SUGGESTED)).toEqual(SUGGESTED);
    const { agent: _, ...everybody } = SUGGESTED;
    expect(read(everybody)).toEqual(everybody);
  });

  it.each([
    ["nothing", {}],
    ["what asks less about writing", { ...SUGGESTED, class: "write" }],
    ["what asks less about nobody knows what", { ...SUGGESTED, class: "unclassed" }],
    ["a name that no rule takes", { ...SUGGESTED, tool: "<b>" }],
    ["a basis that is no id", { ...SUGGESTED, basis: "1" }],
  ])("is none when it is %s", (_, fields) => {
    expect(read(fields)).toBeNull();
  });
});

describe("the rule of a suggestion", () => {
  it("is the one that applies now, for this alone, with one other answer and a place before it", () => {
    const basis = ruleOf({
      idleSeconds: 60,
      priority: 40,
      calls: { ...DEFAULT_RULE.calls, read: "hold" },
      match: { server: "f*" },
    });
    const body = suggestedBody(SUGGESTED, [basis]);
    expect(body).toEqual({
      ...bodyOf(basis),
      name: "bot-read-file-through",
      priority: 50,
      match: { agent: "bot", server: "files", tool: "read_file", class: "read" },
      calls: { ...basis.calls, read: "allow" },
    });
    expect(ruleBodySchema.safeParse(body).success).toBe(true);
  });

  it("has a name that rules may have and no other has", () => {
    const long = { ...SUGGESTED, tool: `${"x".repeat(120)}/.`, answer: "hold" } as const;
    const first = suggestedBody(long, [ruleOf()]);
    const second = suggestedBody(long, [ruleOf(), ruleOf({ id: "other", name: first?.name ?? "" })]);
    expect(second?.name).not.toBe(first?.name);
    for (const body of [first, second]) expect(ruleBodySchema.safeParse(body).success).toBe(true);
  });

  it("is none when the rule it is made from is gone", () => {
    expect(suggestedBody(SUGGESTED, [ruleOf({ id: "other" })])).toBeNull();
  });
});
