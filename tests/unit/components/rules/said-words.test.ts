import { describe, expect, it } from "vitest";
import { FIELD_WORDS, sayField, sayValue } from "../../../../components/rules/field-words";
import { sayMarked } from "../../../../components/rules/said-words";
import { DEFAULT_RULE, RULE_FIELDS, type RuleBody } from "../../../../lib/policy/schema";

const RULE: RuleBody = { ...DEFAULT_RULE, match: { tool: "deploy", class: "write" } };
const marked = (body: RuleBody, before: RuleBody) =>
  sayMarked({ body, before })
    .filter((word) => word.changed)
    .map((word) => word.text);

describe("a rule's sentence with its changes", () => {
  it("marks the words that differ, and no others", () => {
    const changed: RuleBody = { ...RULE, idleSeconds: 600, agentKeys: "deny" };
    expect(marked(changed, RULE)).toEqual(["10\u00a0min idle", "may not open the task"]);
    expect(marked(RULE, RULE)).toEqual([]);
  });

  it("marks nothing where there is nothing to compare with", () => {
    expect(sayMarked({ body: RULE, before: null }).some((word) => word.changed)).toBe(false);
  });

  it("marks the tool where the class is no longer said, and the class where the tool is not", () => {
    expect(marked({ ...RULE, match: { tool: "deploy" } }, RULE)).toEqual(["deploy"]);
    expect(marked({ ...RULE, match: { class: "write" } }, RULE)).toEqual(["a write tool"]);
  });

  it("leaves a marked gap where a field is not complete", () => {
    const words = sayMarked({ body: RULE, before: RULE, unsaid: new Set(["leaseSeconds"]) });
    expect(words.filter((word) => word.changed)).toEqual([{ text: "…", field: "leaseSeconds", changed: true }]);
  });
});

describe("words of a rule's fields", () => {
  it("name every field, each differently", () => {
    const words = RULE_FIELDS.map((field) => FIELD_WORDS[field]);
    expect(words.every((word) => word.length > 0)).toBe(true);
    expect(new Set(words).size).toBe(words.length);
  });

  it("say what a field says", () => {
    expect(sayField("idleSeconds", RULE)).toBe("15 min");
    expect(sayField("stallSeconds", { ...RULE, stallSeconds: null })).toBe("no limit");
    expect(sayField("match.agent", RULE)).toBe("any");
    expect(sayField("match.class", RULE)).toBe("write");
    expect(sayField("calls.write", RULE)).toBe("held");
    expect(sayField("reviewBy.destructive", RULE)).toBe("on the page only");
    expect(sayField("callsMax", { ...RULE, callsMax: 12_000 })).toBe("12\u2009000");
    expect(sayField("priority", RULE)).toBe("0");
    expect(sayField("on", { ...RULE, on: false })).toBe("off");
  });

  it("say that a tool is left without a rule", () => {
    expect(sayValue("rule", null)).toBe("no rule");
    expect(sayValue("rule", "default v3")).toBe("default v3");
  });
});
