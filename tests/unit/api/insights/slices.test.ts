import { describe, expect, it } from "vitest";
import { byDay } from "../../../../lib/api/insights/by-day";
import { byAgent, byClass, byRule, byTool } from "../../../../lib/api/insights/slices";
import { alwaysApproved } from "../../../../lib/api/insights/suggest-rules";
import { bodyOf, DEFAULT_RULE, type RuleBody } from "../../../../lib/policy/schema";
import { ANNA, answerOf, approvalOf, BEN, NOON, times } from "./facts";

const all = { answers: [answerOf()], approvals: [approvalOf()] };

describe("slices", () => {
  it("are empty where nothing was asked", () => {
    const none = { answers: [], approvals: [] };
    expect([byClass(none, true), byAgent(none, true), byTool(none, true), byRule(none, true)]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it("tell of an agent whose approvals nobody answered", () => {
    const expired = approvalOf({ agent: { id: "mute", name: "mute" }, state: "expired" });
    const rows = byAgent({ answers: all.answers, approvals: [...all.approvals, expired] }, true);
    expect(
      rows.map(({ agent, answers, expired: of, concentration }) => [agent.id, answers, of, concentration]),
    ).toEqual([
      ["bot", 1, { hits: 0, of: 1 }, 1],
      ["mute", 0, { hits: 1, of: 1 }, null],
    ]);
  });

  it("mark an agent whose approvals come from one person, from ten on; denials are no approvals", () => {
    const by = (anna: number, ben: number) => [
      ...times(anna, () => answerOf({ human: ANNA })),
      ...times(ben, () => answerOf({ human: BEN })),
      ...times(5, () => answerOf({ human: BEN, answer: "deny" })),
    ];
    const marked = (anna: number, ben: number) =>
      byAgent({ answers: by(anna, ben), approvals: [] }, false).map((row) => [
        row.approvers,
        row.beyond.map(({ metric }) => metric).includes("concentration"),
      ]);
    expect([marked(9, 0), marked(10, 0), marked(9, 1), marked(8, 2)]).toEqual([
      [[1, false]],
      [[1, true]],
      [[2, true]],
      [[2, false]],
    ]);
  });

  it("leave starts out of tools, and keep approvals of rules that are gone together", () => {
    const start = answerOf({ kind: "start", call: null, rule: null });
    expect(byTool({ answers: [start], approvals: [] }, true)).toEqual([]);
    expect(byRule({ answers: [start, start], approvals: [] }, true)).toMatchObject([{ rule: null, answers: 2 }]);
  });
});

describe("days", () => {
  const period = (from: string, to: string) => ({ from: new Date(from), to: new Date(to), cut: false });

  it("begin where the viewer's do, and are there without an answer too", () => {
    const late = answerOf({ at: new Date("2026-11-20T23:30:00Z") });
    const facts = { ...period("2026-11-18T12:00:00Z", "2026-11-21T12:00:00Z"), answers: [late], approvals: [] };
    const busy = (zone: string) => byDay(facts, zone).map(({ day, approved }) => [day, approved]);
    expect(busy("UTC")).toEqual([
      ["2026-11-18", 0],
      ["2026-11-19", 0],
      ["2026-11-20", 1],
      ["2026-11-21", 0],
    ]);
    expect(busy("Europe/Berlin").at(-1)).toEqual(["2026-11-21", 1]);
  });

  it("are each there once around the hour that a clock loses or gains", () => {
    for (const [from, to, count] of [
      ["2026-03-27T12:00:00Z", "2026-03-31T12:00:00Z", 5],
      ["2026-10-23T12:00:00Z", "2026-10-27T12:00:00Z", 5],
    ] as const) {
      const days = byDay({ ...period(from, to), answers: [], approvals: [] }, "Europe/Berlin").map(({ day }) => day);
      expect(days).toHaveLength(count);
      expect(new Set(days).size).toBe(count);
    }
  });

  it("count what was narrowed and what nobody answered", () => {
    const facts = {
      ...period("2026-11-20T00:00:00Z", "2026-11-20T23:00:00Z"),
      answers: [answerOf({ answer: "narrow" }), answerOf({ answer: "deny" })],
      approvals: [approvalOf({ state: "expired" }), approvalOf({ state: "denied" })],
    };
    expect(byDay(facts, "UTC")).toEqual([{ day: "2026-11-20", approved: 0, narrowed: 1, denied: 1, expired: 1 }]);
  });
});

describe("what is always approved", () => {
  const rule = (over: Partial<RuleBody> = {}) => ({
    ...bodyOf(DEFAULT_RULE),
    calls: { ...DEFAULT_RULE.calls, read: "hold" as const },
    ...over,
    id: "00000000-0000-7000-8000-000000000001",
    version: 1,
    source: "page" as const,
    savedAt: NOON,
    savedBy: null,
    reason: "",
  });
  const reads = (count: number, over: Parameters<typeof answerOf>[0] = {}) =>
    times(count, () =>
      answerOf({ class: "read", call: { server: "files", tool: "echo", bodyId: "b", argumentsDigest: "ab" }, ...over }),
    );
  const suggested = (
    answers: ReturnType<typeof reads>,
    approvals: ReturnType<typeof approvalOf>[] = [],
    rules = [rule()],
  ) => alwaysApproved({ answers, approvals }, rules);

  it("is suggested as a rule from twenty on, for this agent and tool alone", () => {
    expect(suggested(reads(19))).toEqual([]);
    expect(suggested(reads(20))).toMatchObject([
      {
        kind: "always_approved",
        approvals: 20,
        people: 1,
        draft: { agent: "bot", server: "files", tool: "echo", class: "read", answer: "allow" },
      },
    ]);
  });

  it("is not when it was denied or narrowed once, by anybody", () => {
    expect(suggested([...reads(30), ...reads(1, { answer: "deny" })])).toEqual([]);
    expect(suggested([...reads(30), ...reads(1, { answer: "narrow" })])).toEqual([]);
    const [first] = reads(1);
    expect(suggested(reads(30), [approvalOf({ class: "read", call: first?.call ?? null, state: "denied" })])).toEqual(
      [],
    );
  });

  it.each(["write", "destructive", "unclassed"] as const)("is never for what is %s, however often", (of) => {
    expect(suggested(reads(500, { class: of }))).toEqual([]);
    expect(suggested([...reads(500), ...reads(1, { class: of })])).toEqual([]);
  });

  it("is not when votes of several people make twenty of fewer approvals", () => {
    const votes = reads(10).flatMap((one) => [one, { ...one, human: BEN }]);
    expect(suggested(votes)).toEqual([]);
  });

  it("is not when the rule lets it through already, or none applies", () => {
    expect(suggested(reads(20), [], [rule({ calls: DEFAULT_RULE.calls })])).toEqual([]);
    expect(suggested(reads(20), [], [])).toEqual([]);
  });
});
