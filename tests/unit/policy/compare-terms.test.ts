import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTerms, type Given, termsFor, tightest } from "../../../lib/policy/index";
import { CLOCK_NAMES, clocksSchema, type Granted, type RuleBody, termsSchema } from "../../../lib/policy/schema";
import { anyRules, anyTools, ruleLike } from "./arbitraries";

const tools = [{ server: "github", tool: "push", class: "write" as const }];
const granted = (change: Partial<RuleBody>, version = 1): Given => {
  const given = termsFor([{ ...ruleLike(change), version }], { agent: "bot", tools });
  if (!("terms" in given)) throw new Error("no rule covers anything");
  return given;
};
const differing = (old: Granted, now: Granted) => {
  const { clocks, tools: terms, anyTighter } = compareTerms(old, now);
  const changes = [
    ...clocks.map((c) => [c.name, c.old, c.new, c.verdict]),
    ...terms.map((t) => [t.field, t.old, t.new, t.verdict]),
  ];
  return { changes: changes.filter((change) => change[3] !== "same"), anyTighter };
};

describe("compareTerms", () => {
  it("puts old and new numbers side by side and says which way they went", () => {
    const now = granted(
      {
        idleSeconds: 600,
        endSeconds: 36_000,
        stallSeconds: null,
        coolDownSeconds: 3600,
        callsMax: 10,
        calls: { read: "allow", write: "allow", destructive: "hold", unclassed: "hold" },
        reviewBy: { read: "any", write: "page", destructive: "page", unclassed: "page" },
        sign: { read: "none", write: "device_passkey", destructive: "passkey", unclassed: "none" },
      },
      2,
    );
    expect(differing(granted({}), now)).toEqual({
      changes: [
        ["idleSeconds", 900, 600, "tighter"],
        ["endSeconds", 28_800, 36_000, "looser"],
        ["stallSeconds", 600, null, "looser"],
        ["coolDownSeconds", 600, 3600, "tighter"],
        ["callsMax", null, 10, "tighter"],
        ["calls.write", "hold", "allow", "looser"],
        ["reviewBy.write", "any", "page", "tighter"],
        ["sign.write", "none", "device_passkey", "tighter"],
        ["sign.destructive", "none", "passkey", "tighter"],
      ],
      anyTighter: true,
    });
    const idle = compareTerms(granted({}), now).clocks.find(({ name }) => name === "idleSeconds");
    expect(idle?.rule).toMatchObject({ name: "default", version: 2 });
  });

  it("lists every number, changed or not", () => {
    const { clocks, tools: terms, anyTighter } = compareTerms(granted({}), granted({}));
    expect(clocks.map(({ name }) => name)).toEqual([...CLOCK_NAMES]);
    expect(clocks.every(({ verdict }) => verdict === "same")).toBe(true);
    expect([terms, anyTighter]).toEqual([[], false]);
  });

  it("says when no rule covers a tool any more", () => {
    const { tools: terms, anyTighter } = compareTerms(granted({}), { uncovered: [] });
    expect(terms).toMatchObject([{ tool: "push", field: "rule", old: "default v1", new: null, verdict: "tighter" }]);
    expect(anyTighter).toBe(true);
    expect(tightest(granted({}), { uncovered: [] }).terms).toEqual([]);
  });
});

describe("tightest", () => {
  it("keeps the stricter signature of each class, whichever side asks for it", () => {
    const held = granted({
      sign: { read: "none", write: "device_passkey", destructive: "passkey", unclassed: "none" },
    });
    const now = granted({
      sign: { read: "passkey", write: "passkey", destructive: "device_passkey", unclassed: "none" },
    });
    expect(tightest(held, now).terms[0]?.sign).toEqual({
      read: "passkey",
      write: "device_passkey",
      destructive: "device_passkey",
      unclassed: "none",
    });
  });

  it("takes the tighter numbers with the rule they came from, and leaves the others", () => {
    const held = granted({});
    const result = tightest(held, granted({ idleSeconds: 600, endSeconds: 36_000, readySeconds: 60 }, 2));
    expect(result.clocks).toMatchObject({ idleSeconds: 600, endSeconds: 28_800 });
    expect(result.clocks.from.idleSeconds?.version).toBe(2);
    expect(result.clocks.from.endSeconds?.version).toBe(1);
    expect(result.terms[0]).toMatchObject({ readySeconds: 60, rule: { version: 2 } });
    expect(tightest(held, granted({ endSeconds: 36_000 }, 2)).terms[0]?.rule.version).toBe(1);
  });

  const anyGrant = fc
    .tuple(anyRules, anyTools)
    .map(([rules, asked]) => termsFor(rules, { agent: "a", tools: asked }))
    .filter((given): given is Given => "terms" in given);

  it("is never looser than what is held, nor than what the rules give, and holds no tool that either lacks", () => {
    fc.assert(
      fc.property(anyGrant, anyGrant, (held, now) => {
        const result = tightest(held, now);
        const looser = (base: Granted) => {
          const { clocks, tools: terms } = compareTerms(base, result);
          return [...clocks, ...terms].filter(({ verdict }) => verdict === "looser");
        };
        expect(looser(held)).toEqual([]);
        expect(looser(now)).toEqual([]);
        for (const { server, tool } of result.terms) {
          expect(held.terms.some((term) => term.server === server && term.tool === tool)).toBe(true);
          expect(now.terms.some((term) => term.server === server && term.tool === tool)).toBe(true);
        }
      }),
    );
  });

  it("leaves nothing tighter to take, changes nothing when there was nothing, and keeps the stored form", () => {
    fc.assert(
      fc.property(anyGrant, anyGrant, (held, now) => {
        const result = tightest(held, now);
        expect(compareTerms(result, now).anyTighter).toBe(false);
        expect(tightest(result, now)).toEqual(result);
        const same = !compareTerms(held, now).anyTighter;
        if (same) expect(result).toEqual({ terms: held.terms, clocks: held.clocks });
        expect(clocksSchema.parse(result.clocks)).toEqual(result.clocks);
        expect(termsSchema.parse(result.terms)).toEqual(result.terms);
      }),
    );
  });
});
