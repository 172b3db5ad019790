import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDraft, sayable } from "../../../../components/rules/read-draft";
import { draftOf, type RuleDraft } from "../../../../components/rules/rule-draft";
import { DEFAULT_RULE, RULE_BOUNDS, type RuleBody } from "../../../../lib/policy/schema";

const written = (patch: Partial<RuleDraft>) => readDraft({ ...draftOf(DEFAULT_RULE), ...patch });

describe("a rule in the form", () => {
  it("is the rule it began with while nothing is typed", () => {
    const bodies = fc.record({
      stallSeconds: fc.option(fc.integer({ min: 1, max: 86_400 })),
      callsMax: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
      tell: fc.uniqueArray(fc.constantFrom("approvers", "sam@example.com", "channel:room")),
      priority: fc.integer({ min: 0, max: 1000 }),
      match: fc.record(
        { agent: fc.constantFrom("release-*", "*"), class: fc.constantFrom("read", "unclassed") },
        { requiredKeys: [] },
      ),
    });
    fc.assert(
      fc.property(bodies, (some) => {
        const body: RuleBody = { ...DEFAULT_RULE, ...some };
        expect(readDraft(draftOf(body))).toEqual({ body, problems: [] });
      }),
    );
  });

  it("says at its field what is missing, and in which bounds it must be", () => {
    const { body, problems } = written({ idleSeconds: null, leaseSeconds: RULE_BOUNDS.leaseSeconds[1] + 1 });
    expect(body).toBeNull();
    expect(problems).toEqual([
      { field: "idleSeconds", sentence: "Write a number: 1 s to 7 d." },
      { field: "leaseSeconds", sentence: "Out of bounds. Use 1 s to 30 d." },
    ]);
  });

  it.each(["", "x", "-1", "1.5", "1001"])("does not take %j for a priority", (priority) => {
    expect(written({ priority }).problems.map((one) => one.field)).toEqual(["priority"]);
  });

  it("does not take a missing stall clock for no stall clock", () => {
    expect(written({ stallSeconds: null }).problems.map((one) => one.field)).toEqual(["stallSeconds"]);
    expect(written({ stallSeconds: null, watchesStall: false }).body?.stallSeconds).toBeNull();
  });

  it("does not take a missing number of calls for no limit", () => {
    expect(written({ limitsCalls: true, callsMax: "" }).problems.map((one) => one.field)).toEqual(["callsMax"]);
    expect(written({ limitsCalls: false, callsMax: "" }).body?.callsMax).toBeNull();
  });

  it("reads those who are told one by one, and takes an empty list for a mistake, not for nobody", () => {
    expect(written({ tells: "listed", toldList: "approvers, Sam@Example.com;channel:room" }).body?.tell).toEqual([
      "approvers",
      "sam@example.com",
      "channel:room",
    ]);
    expect(written({ tells: "nobody", toldList: "sam@example.com" }).body?.tell).toEqual([]);
    for (const toldList of ["", "sam", "channel:", "group x"])
      expect(written({ tells: "listed", toldList }).problems.map((one) => one.field)).toEqual(["tell"]);
  });

  it("leaves out of the match what is empty, and refuses what is no pattern", () => {
    expect(written({ agent: " ", server: "everything " }).body?.match).toEqual({ server: "everything" });
    expect(written({ tool: "drop table" }).problems.map((one) => one.field)).toEqual(["match.tool"]);
  });
});

describe("a rule that is said while it is typed", () => {
  it("keeps what was there before for a field that is not complete, and names that field", () => {
    const { body, unsaid } = sayable({ ...draftOf(DEFAULT_RULE), idleSeconds: null, endSeconds: 3600 }, DEFAULT_RULE);
    expect(body).toMatchObject({ idleSeconds: DEFAULT_RULE.idleSeconds, endSeconds: 3600 });
    expect([...unsaid]).toEqual(["idleSeconds"]);
  });

  it("can be said without a name, and with a pattern half written", () => {
    const draft = { ...draftOf(DEFAULT_RULE), name: "", agent: "re lease", server: "everything" };
    const { body, unsaid } = sayable(draft, { ...DEFAULT_RULE, name: "" });
    expect(body.match).toEqual({ server: "everything" });
    expect([...unsaid].sort()).toEqual(["match.agent", "name"]);
  });

  it("is always a rule, whatever is typed", () => {
    const texts = fc.record({
      name: fc.string(),
      priority: fc.string(),
      callsMax: fc.string(),
      limitsCalls: fc.boolean(),
      tells: fc.constantFrom("approvers", "listed", "nobody"),
      toldList: fc.string(),
      agent: fc.string(),
      tool: fc.string(),
      idleSeconds: fc.option(fc.nat()),
      coolDownSeconds: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(texts, (patch) => {
        const { unsaid } = sayable({ ...draftOf(DEFAULT_RULE), ...patch }, DEFAULT_RULE);
        expect(unsaid.size === 0).toBe(written(patch).body !== null);
      }),
    );
  });
});
