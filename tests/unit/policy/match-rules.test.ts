import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesRule, winningRule } from "../../../lib/policy/index";
import { matchesPattern } from "../../../lib/policy/schema";
import { anyQuestion, anyRules, ruleLike } from "./arbitraries";

const question = { agent: "release-bot", server: "github", tool: "create_branch", class: "write" } as const;
const winner = (...rules: ReturnType<typeof ruleLike>[]) => winningRule(rules, question).winner?.name;

describe("a pattern", () => {
  it("fits what a regular expression with .* for each star fits", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "-", "*"), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (stars, name) => {
        const expected = new RegExp(`^${stars.replaceAll("*", ".*")}$`).test(name);
        expect(matchesPattern(stars, name)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads a dot as a dot", () => {
    expect(matchesPattern("get.sum", "get-sum")).toBe(false);
  });

  it("answers at once for a pattern that would make a regular expression backtrack", () => {
    const started = performance.now();
    expect(matchesPattern(`${"a*".repeat(63)}b`, "a".repeat(128))).toBe(false);
    expect(performance.now() - started).toBeLessThan(50);
  });
});

describe("winningRule", () => {
  it("takes no rule that is off or matches something else, and says which it was", () => {
    const answer = winningRule(
      [
        ruleLike({ name: "off", on: false }),
        ruleLike({ name: "agent", match: { agent: "notes-*" } }),
        ruleLike({ name: "server", match: { server: "files" } }),
        ruleLike({ name: "tool", match: { tool: "get_*" } }),
        ruleLike({ name: "class", match: { class: "read" } }),
      ],
      question,
    );
    expect(answer.winner).toBeNull();
    expect(answer.lost.map(({ code }) => code)).toEqual([
      "off",
      "other_agent",
      "other_server",
      "other_tool",
      "other_class",
    ]);
    expect(answer.lost[1]?.sentence).toBe("It is for agent notes-*; this is release-bot.");
    expect(answer.lost[4]?.sentence).toBe("It is for read tools; create_branch is write.");
  });

  it("takes the highest priority, however unspecific", () => {
    const vague = ruleLike({ name: "vague", priority: 20 });
    const exact = ruleLike({ name: "exact", priority: 10, match: { tool: "create_branch" } });
    const answer = winningRule([exact, vague], question);
    expect(answer.winner?.name).toBe("vague");
    expect(answer.lost[0]).toMatchObject({ code: "lower_priority", sentence: "Its priority is 10; vague has 20." });
  });

  it("weighs a tool more than a server, a server more than an agent, an agent more than a class", () => {
    const tool = ruleLike({ name: "z-tool", match: { tool: "create_*" } });
    const server = ruleLike({ name: "y-server", match: { server: "github", agent: "release-bot", class: "write" } });
    const agent = ruleLike({ name: "x-agent", match: { agent: "release-bot", class: "write" } });
    const ofClass = ruleLike({ name: "w-class", match: { class: "write" } });
    const any = ruleLike({ name: "a-any" });
    expect(winner(any, ofClass, agent, server, tool)).toBe("z-tool");
    expect(winner(any, ofClass, agent, server)).toBe("y-server");
    expect(winner(any, ofClass, agent)).toBe("x-agent");
    expect(winner(any, ofClass)).toBe("w-class");
  });

  it("prefers a name to a pattern, a longer pattern to a shorter one, any pattern to none, and * counts as none", () => {
    const name = ruleLike({ name: "z", match: { tool: "create_branch" } });
    const long = ruleLike({ name: "y", match: { tool: "create_*" } });
    const short = ruleLike({ name: "x", match: { tool: "c*" } });
    const star = ruleLike({ name: "b", match: { tool: "*" } });
    const none = ruleLike({ name: "a" });
    expect(winner(star, none, short, long, name)).toBe("z");
    expect(winner(star, none, short, long)).toBe("y");
    expect(winner(star, none, short)).toBe("x");
    expect(winner(star, none)).toBe("a");
  });

  it("has one answer, whatever the order of the rules", () => {
    fc.assert(
      fc.property(anyRules, anyQuestion, fc.infiniteStream(fc.nat()), (rules, asked, keys) => {
        const shuffled = rules
          .map((rule) => ({ rule, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ rule }) => rule);
        expect(winningRule(shuffled, asked).winner).toEqual(winningRule(rules, asked).winner);
      }),
    );
  });

  it("gives a matching rule whenever there is one, never another, and accounts for every rule", () => {
    fc.assert(
      fc.property(anyRules, anyQuestion, (rules, asked) => {
        const { winner: won, lost } = winningRule(rules, asked);
        const matching = rules.filter((rule) => matchesRule(rule, asked));
        expect(won === null).toBe(matching.length === 0);
        if (won) {
          expect(matching).toContain(won);
          expect(matching.every((rule) => rule.priority <= won.priority)).toBe(true);
        }
        expect(new Set([...lost.map(({ rule }) => rule.id), ...(won ? [won.id] : [])])).toEqual(
          new Set(rules.map((rule) => rule.id)),
        );
      }),
    );
  });
});
