import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termsFor, tightest } from "../../../lib/policy/index";
import {
  allNeeds,
  checkRule,
  compareTerms,
  type Need,
  needsImply,
  ONE_APPROVER,
  reasonNames,
  reasonPatternSchema,
  sayNeeds,
  thresholdImplies,
  thresholdSchema,
} from "../../../lib/policy/schema";
import { anyNeed, anyThreshold, ruleLike } from "./arbitraries";

const two: Need = { any: [{ approve: 2 }], denials: 1, escalate: null };
const secured: Need = { any: [{ approve: 1, group: "security" }], denials: 1, escalate: null };

describe("what a reason must name", () => {
  it.each([
    ["OPS-#", "see OPS-1234 for it", true],
    ["OPS-#", "(ops-7).", true],
    ["OPS-#", "OPS- is missing its number", false],
    ["OPS-#", "DEVOPS-12", false],
    ["OPS-#", "OPS-12b", false],
    ["INC/#/#", "INC/2026/77", true],
    ["CHG:#", "CHG:1, agreed", true],
  ])("%s in “%s” is %s", (pattern, reason, names) => {
    expect(reasonNames(pattern, reason)).toBe(names);
  });

  it.each(["#1", "##", "a*", "(a+)+$", "-/", "x", "a".repeat(41), "OPS #"])("refuses %s as a pattern", (pattern) => {
    expect(reasonPatternSchema.safeParse(pattern).success).toBe(false);
  });

  it("reads long reasons and mean patterns in no time", () => {
    const started = performance.now();
    expect(reasonNames("#-#-#-#-#-#-#-#-#-#-x", `${"1-".repeat(100_000)}y`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("which need is the stricter one", () => {
  it("is told by what meets it", () => {
    expect(thresholdImplies({ approve: 2 }, { approve: 1 })).toBe(true);
    expect(thresholdImplies({ approve: 1 }, { approve: 2 })).toBe(false);
    expect(thresholdImplies({ approve: 1, group: "a" }, { approve: 1 })).toBe(true);
    expect(thresholdImplies({ approve: 2 }, { approve: 1, group: "a" })).toBe(false);
    expect(needsImply([two], [ONE_APPROVER])).toBe(true);
    expect(needsImply([{ ...two, denials: 2 }], [ONE_APPROVER])).toBe(false);
    expect(needsImply([{ ...ONE_APPROVER, escalate: null }], [two])).toBe(false);
  });

  it("an escalation that lets fewer decide is looser", () => {
    const early: Need = { ...two, escalate: { beforeSeconds: 600, group: "leads", approve: 1 } };
    const late: Need = { ...two, escalate: { beforeSeconds: 60, group: "leads", approve: 1 } };
    const told: Need = { ...two, escalate: { beforeSeconds: 600, group: "leads", approve: null } };
    expect([needsImply([two], [early]), needsImply([early], [two])]).toEqual([true, false]);
    expect([needsImply([late], [early]), needsImply([early], [late])]).toEqual([true, false]);
    expect([needsImply([told], [two]), needsImply([two], [told])]).toEqual([true, true]);
  });

  it("of several all that any of them asks for is kept, in whatever order they come", () => {
    expect(allNeeds([ONE_APPROVER, two, ONE_APPROVER])).toEqual([two]);
    expect(allNeeds([two, secured])).toHaveLength(2);
    expect(sayNeeds(allNeeds([two, secured]))).toBe("2 approvers and 1 of security");
    fc.assert(
      fc.property(fc.array(anyNeed, { minLength: 1, maxLength: 4 }), (needs) => {
        const all = allNeeds(needs);
        expect(needsImply(all, needs)).toBe(true);
        expect(needsImply(needs, all)).toBe(true);
      }),
    );
  });

  it("is reflexive, and transitive for thresholds", () => {
    fc.assert(
      fc.property(anyNeed, (need) => {
        expect(needsImply([need], [need])).toBe(true);
      }),
    );
    fc.assert(
      fc.property(anyThreshold, anyThreshold, anyThreshold, (a, b, c) => {
        if (thresholdImplies(a, b) && thresholdImplies(b, c)) expect(thresholdImplies(a, c)).toBe(true);
      }),
    );
  });
});

describe("a task that runs", () => {
  const asked = { agent: "a", tools: [{ server: "s", tool: "t", class: "write" as const }] };
  const given = (approvers: Need["any"]) => {
    const answer = termsFor([ruleLike({ approvers })], asked);
    if (!("terms" in answer)) throw new Error("no rule");
    return answer;
  };
  it("is told that two approvers are tighter than one, and takes both when it takes the tighter", () => {
    const [one, both] = [given([{ approve: 1 }]), given([{ approve: 2 }])];
    const { tools, anyTighter } = compareTerms(one, both);
    expect(anyTighter).toBe(true);
    expect(tools).toEqual([
      expect.objectContaining({ field: "needs", old: "1 approver", new: "2 approvers", verdict: "tighter" }),
    ]);
    expect(tightest(one, both).terms[0]?.needs).toEqual([two]);
    expect(compareTerms(both, one)).toMatchObject({ anyTighter: false, tools: [{ verdict: "looser" }] });
    expect(tightest(both, one).terms[0]?.needs).toEqual([two]);
  });

  it("meets what it held and what the rules say now, when neither is the stricter", () => {
    const [first, other] = [given([{ approve: 2 }]), given([{ approve: 1, group: "security" }])];
    expect(tightest(first, other).terms[0]?.needs).toEqual([two, secured]);
  });
});

describe("a rule", () => {
  it("refuses a threshold of nobody, of too many, and unknown words", () => {
    for (const wrong of [{ approve: 0 }, { approve: 11 }, { approve: 1.5 }, { approve: 1, role: "viewer" }, { who: 1 }])
      expect(thresholdSchema.safeParse(wrong).success).toBe(false);
  });

  it("warns of a way that never matters, and of an escalation to those who suffice from the start", () => {
    const warned = (change: Parameters<typeof ruleLike>[0]) =>
      checkRule(ruleLike(change)).warnings.filter(({ field }) => field === "approvers" || field === "escalate");
    expect(warned({ approvers: [{ approve: 2 }, { approve: 1 }] })).toEqual([
      { field: "approvers", sentence: "“2 approvers” never matters, because “1 approver” is enough." },
    ]);
    expect(warned({ escalate: { beforeSeconds: 60, group: "leads", approve: 1 } })).toEqual([
      expect.objectContaining({ field: "escalate" }),
    ]);
    expect(warned({ approvers: [{ approve: 2 }, { approve: 1, role: "admin" }] })).toEqual([]);
  });

  it("contradicts itself when it goes on before it is asked", () => {
    const { errors } = checkRule(
      ruleLike({ decideBySeconds: 60, escalate: { beforeSeconds: 60, group: "leads", approve: null } }),
    );
    expect(errors).toEqual([expect.objectContaining({ field: "escalate" })]);
  });
});
