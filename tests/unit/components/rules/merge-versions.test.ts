import { describe, expect, it } from "vitest";
import { mergeVersions } from "../../../../components/rules/merge-versions";
import { takeFields } from "../../../../components/rules/rule-draft";
import { DEFAULT_RULE, type RuleBody } from "../../../../lib/policy/schema";

const seen: RuleBody = { ...DEFAULT_RULE, match: { agent: "release-*" } };

describe("going on with one's own changes on top of somebody else's version", () => {
  it("keeps both where they changed different fields", () => {
    const draft: RuleBody = { ...seen, idleSeconds: 300, calls: { ...seen.calls, write: "allow" } };
    const theirs: RuleBody = { ...seen, endSeconds: 7200, calls: { ...seen.calls, read: "hold" } };
    const { body, both } = mergeVersions({ seen, draft, theirs });
    expect(body).toEqual({
      ...seen,
      idleSeconds: 300,
      endSeconds: 7200,
      calls: { ...seen.calls, read: "hold", write: "allow" },
    });
    expect(both).toEqual([]);
  });

  it("keeps one's own where both changed a field, and names it", () => {
    const draft: RuleBody = { ...seen, idleSeconds: 300 };
    const { body, both } = mergeVersions({ seen, draft, theirs: { ...seen, idleSeconds: 600 } });
    expect(body.idleSeconds).toBe(300);
    expect(both).toEqual(["idleSeconds"]);
  });

  it("names nothing where both changed a field to the same", () => {
    const same: RuleBody = { ...seen, idleSeconds: 300 };
    expect(mergeVersions({ seen, draft: same, theirs: same }).both).toEqual([]);
  });

  it("takes a part of the match away as one had taken it away", () => {
    const { body } = mergeVersions({ seen, draft: { ...seen, match: {} }, theirs: { ...seen, priority: 7 } });
    expect(body.match).toEqual({});
    expect(body.priority).toBe(7);
  });

  it("changes neither of the versions it was given", () => {
    const from: RuleBody = { ...seen, match: {} };
    const into = structuredClone(seen);
    takeFields(from, into, ["match.agent", "calls.read"]);
    expect(into).toEqual(seen);
  });
});
