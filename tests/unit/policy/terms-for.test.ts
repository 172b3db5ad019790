import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termsFor, winningRule } from "../../../lib/policy/index";
import { CLOCK_NAMES, clocksSchema, termsSchema } from "../../../lib/policy/schema";
import { anyRules, anyTools, ruleLike } from "./arbitraries";

const tool = (name: string, ofClass: "read" | "write" | "destructive" | "unclassed" = "read") => ({
  server: "github",
  tool: name,
  class: ofClass,
});

function given(...args: Parameters<typeof termsFor>) {
  const answer = termsFor(...args);
  if (!("terms" in answer)) throw new Error("no rule covers anything");
  return answer;
}

const asks = fc.record({
  ttl: fc.option(
    fc.record({
      idleSeconds: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
      leaseSeconds: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
      endSeconds: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
    }),
    { nil: undefined },
  ),
  calls: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
});

describe("termsFor", () => {
  it("gives each tool the terms of the rule that wins for it", () => {
    const writes = ruleLike({ name: "writes", match: { class: "write" }, decideBySeconds: 60, readySeconds: 30 });
    const { terms, uncovered } = given([ruleLike({}), writes], {
      agent: "bot",
      tools: [tool("list"), tool("push", "write")],
    });
    expect(terms.map((term) => [term.tool, term.rule.name, term.decideBySeconds, term.readySeconds])).toEqual([
      ["list", "default", 1800, 600],
      ["push", "writes", 60, 30],
    ]);
    expect(uncovered).toEqual([]);
  });

  it("takes the tightest of each clock and says which rule it came from", () => {
    const writes = ruleLike({
      name: "writes",
      match: { class: "write" },
      idleSeconds: 60,
      endSeconds: 90_000,
      stallSeconds: null,
      coolDownSeconds: 3600,
      callsMax: 5,
    });
    const { clocks } = given([ruleLike({}), writes], { agent: "bot", tools: [tool("list"), tool("push", "write")] });
    expect(clocks).toMatchObject({
      idleSeconds: 60,
      leaseSeconds: 3600,
      endSeconds: 28_800,
      stallSeconds: 600,
      coolDownSeconds: 3600,
      callsMax: 5,
    });
    const from = Object.fromEntries(Object.entries(clocks.from).map(([name, rule]) => [name, rule?.name]));
    expect(from).toEqual({
      idleSeconds: "writes",
      leaseSeconds: "default",
      endSeconds: "default",
      decideBySeconds: "default",
      stallSeconds: "default",
      coolDownSeconds: "writes",
      callsMax: "writes",
    });
  });

  it("cuts what the charter asks less of, and what must fit inside it, and names no rule there", () => {
    const { clocks } = given([ruleLike({})], {
      agent: "bot",
      tools: [tool("list")],
      ttl: { idleSeconds: 900_000, endSeconds: 300 },
      calls: 7,
    });
    expect(clocks).toMatchObject({
      idleSeconds: 300,
      leaseSeconds: 300,
      endSeconds: 300,
      stallSeconds: 300,
      callsMax: 7,
    });
    expect(clocks.decideBySeconds).toBe(1800);
    expect(clocks.from).toMatchObject({ idleSeconds: null, leaseSeconds: null, endSeconds: null, callsMax: null });
    expect(clocks.from.decideBySeconds?.name).toBe("default");
  });

  it("names the rule whose lease cut another rule's stall clock", () => {
    const patient = ruleLike({ name: "patient", match: { tool: "a" }, leaseSeconds: 7200, stallSeconds: 7200 });
    const short = ruleLike({ name: "short", match: { tool: "b" }, leaseSeconds: 1200, stallSeconds: null });
    const { clocks } = given([patient, short], { agent: "bot", tools: [tool("a"), tool("b")] });
    expect(clocks.stallSeconds).toBe(1200);
    expect(clocks.from.stallSeconds?.name).toBe("short");
  });

  it("leaves out tools that no rule covers, with the reason", () => {
    const reads = ruleLike({ name: "reads", match: { class: "read" } });
    const answer = given([reads], { agent: "bot", tools: [tool("list"), tool("push", "write")] });
    expect(answer.terms.map((term) => term.tool)).toEqual(["list"]);
    expect(answer.uncovered).toEqual([
      {
        server: "github",
        tool: "push",
        reason: { code: "no_rule", sentence: "No rule covers push on github, and no rule means no." },
      },
    ]);
  });

  it("gives nothing when no rule covers anything", () => {
    const answer = termsFor([ruleLike({ on: false })], { agent: "bot", tools: [tool("list")] });
    expect(answer).not.toHaveProperty("terms");
    expect(answer.uncovered.map((part) => part.tool)).toEqual(["list"]);
  });

  it("starts and resumes by itself, and opens by agent key, only when every rule involved says so", () => {
    const quick = ruleLike({ name: "quick", match: { tool: "list" }, start: "automatic", resume: "automatic" });
    const careful = ruleLike({ name: "careful", match: { tool: "get" }, agentKeys: "deny" });
    const one = given([quick, careful], { agent: "bot", tools: [tool("list")] });
    expect(one).toMatchObject({ start: "automatic", resume: "automatic", agentKeys: "allow" });
    const both = given([quick, careful], { agent: "bot", tools: [tool("list"), tool("get")] });
    expect(both).toMatchObject({ start: "approval", resume: "approval", agentKeys: "deny" });
  });

  it.each(["write", "destructive", "unclassed"] as const)(
    "treats every resume as a new authorization while %s calls go without a hold, whatever the rule says",
    (ofClass) => {
      const calls = { read: "allow", write: "allow", destructive: "allow", unclassed: "allow" } as const;
      const loose = ruleLike({ start: "automatic", resume: "automatic", calls });
      const tools = [tool("list"), tool("push", ofClass)];
      expect(given([loose], { agent: "bot", tools })).toMatchObject({ start: "automatic", resume: "approval" });
      const held = ruleLike({ start: "automatic", resume: "automatic" });
      expect(given([held], { agent: "bot", tools }).resume).toBe("automatic");
    },
  );

  it("never gives more than any rule involved, nor more than the charter asks for, and its clocks fit", () => {
    fc.assert(
      fc.property(anyRules, anyTools, asks, (rules, tools, { ttl, calls }) => {
        const answer = termsFor(rules, { agent: "a", tools, ttl, calls });
        const winners = tools.map((asked) => winningRule(rules, { ...asked, agent: "a" }).winner);
        expect(answer.uncovered.length).toBe(winners.filter((rule) => rule === null).length);
        expect("terms" in answer).toBe(winners.some((rule) => rule !== null));
        if (!("terms" in answer)) return;
        const { clocks } = answer;
        for (const rule of winners.filter((won) => won !== null)) {
          for (const name of CLOCK_NAMES) {
            const [got, most] = [clocks[name] ?? Number.POSITIVE_INFINITY, rule[name] ?? Number.POSITIVE_INFINITY];
            if (name === "coolDownSeconds") expect(got).toBeGreaterThanOrEqual(most);
            else expect(got).toBeLessThanOrEqual(most);
          }
          if (answer.start === "automatic") expect(rule.start).toBe("automatic");
          if (answer.resume === "automatic") expect(rule.resume).toBe("automatic");
          if (answer.agentKeys === "allow") expect(rule.agentKeys).toBe("allow");
        }
        const asked = { ...ttl, callsMax: calls };
        for (const name of ["idleSeconds", "leaseSeconds", "endSeconds", "callsMax"] as const) {
          const most = asked[name];
          if (most !== undefined) expect(clocks[name]).toBeLessThanOrEqual(most);
        }
        expect(clocks.idleSeconds).toBeLessThanOrEqual(clocks.leaseSeconds);
        expect(clocks.leaseSeconds).toBeLessThanOrEqual(clocks.endSeconds);
        expect(clocks.stallSeconds ?? 0).toBeLessThanOrEqual(clocks.leaseSeconds);
      }),
    );
  });

  it("says the same whatever the order of rules and tools, with a source for every clock, in the stored form", () => {
    fc.assert(
      fc.property(anyRules, anyTools, (rules, tools) => {
        const answer = termsFor(rules, { agent: "a", tools });
        const turned = termsFor([...rules].reverse(), { agent: "a", tools: [...tools].reverse() });
        expect("terms" in turned).toBe("terms" in answer);
        if (!("terms" in answer) || !("terms" in turned)) return;
        expect(turned.clocks).toEqual(answer.clocks);
        expect(new Set(Object.keys(answer.clocks.from))).toEqual(new Set(CLOCK_NAMES));
        for (const name of CLOCK_NAMES) {
          const source = rules.find((rule) => rule.id === answer.clocks.from[name]?.id);
          // A stall clock that outlasts another rule's lease is cut to it, and comes from that rule.
          const given = name === "stallSeconds" ? [source?.stallSeconds, source?.leaseSeconds] : [source?.[name]];
          expect(given).toContain(answer.clocks[name]);
        }
        expect(clocksSchema.parse(answer.clocks)).toEqual(answer.clocks);
        expect(termsSchema.parse(answer.terms)).toEqual(answer.terms);
      }),
    );
  });
});
