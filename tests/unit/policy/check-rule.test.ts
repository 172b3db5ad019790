import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRule, completeRule } from "../../../lib/policy/index";
import { DEFAULT_RULE, type RuleBody, ruleBodySchema } from "../../../lib/policy/schema";
import { anyBody, ruleLike, soundBody } from "./arbitraries";

const rule = (change: Partial<RuleBody>): RuleBody => ({ ...DEFAULT_RULE, name: "mine", ...change });
const errors = (change: Partial<RuleBody>, others = [ruleLike({ on: false })]) =>
  checkRule(rule(change), others).errors.map(({ field, sentence }) => `${field}: ${sentence}`);
const warned = (change: Partial<RuleBody>, others = [ruleLike({ on: false })]) =>
  checkRule(rule(change), others).warnings.map(({ field }) => field);

describe("checkRule", () => {
  it("finds nothing in the rule of a new installation", () => {
    expect(checkRule(DEFAULT_RULE)).toEqual({ errors: [], warnings: [] });
  });

  it.each([
    [{ idleSeconds: 5400 }, "idleSeconds: Longer than the lease (1 h), so it never fires. Use 1 h or less."],
    [
      { leaseSeconds: 36_000 },
      "leaseSeconds: Longer than the absolute end (8 h), so it never needs to be renewed. Use 8 h or less.",
    ],
    [
      { decideBySeconds: 30_000 },
      "decideBySeconds: Longer than the absolute end (8 h), so a question would stay open after its task has ended. Use 8 h or less.",
    ],
    [
      { readySeconds: 30_000 },
      "readySeconds: Longer than the absolute end (8 h), so an approved call would wait after its task has ended. Use 8 h or less.",
    ],
    [{ stallSeconds: 5400 }, "stallSeconds: Longer than the lease (1 h), so it never fires. Use 1 h or less."],
  ])("refuses %j at its field, and says what fits", (change, sentence) => {
    expect(errors(change)).toEqual([sentence]);
  });

  it("takes a clock that is as long as the one around it, and no stall clock at all", () => {
    expect(errors({ idleSeconds: 3600, stallSeconds: 3600, leaseSeconds: 3600, endSeconds: 3600 })).toEqual([]);
    expect(errors({ stallSeconds: null })).toEqual([]);
  });

  it("accepts what it says would fit", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        let fixed: RuleBody = body;
        for (let round = 0; round < 3; round += 1) {
          for (const { field, fits } of checkRule(fixed).errors) fixed = { ...fixed, [field]: fits };
        }
        expect(checkRule(fixed).errors).toEqual([]);
      }),
    );
  });

  it("doubts a signature that fewer answers carry than the rule seems to say", () => {
    const said = (change: Partial<RuleBody>) =>
      checkRule(rule({ priority: 5, ...change }), [ruleLike({ on: false })]).warnings.flatMap(({ field, sentence }) =>
        field.startsWith("sign.") ? [`${field}: ${sentence}`] : [],
      );
    const destructive = { ...DEFAULT_RULE.sign, destructive: "passkey" } as const;
    expect(said({ sign: destructive })).toEqual([]);
    expect(said({ sign: { ...destructive, write: "passkey" } })).toEqual([
      "sign.write: An access token cannot sign, so write questions are answered on the page only.",
    ]);
    const read = { ...DEFAULT_RULE.sign, read: "device_passkey" } as const;
    expect(said({ sign: read })).toEqual([
      "sign.read: Calls of the class read are not held, so only starts and resumes are signed. Hold them to have each one signed.",
    ]);
    expect(said({ sign: read, start: "automatic", resume: "automatic" })).toEqual([
      "sign.read: Calls of the class read are not held, and tasks start and resume by themselves, so nobody signs. Hold them to have each one signed.",
    ]);
    expect(said({ sign: read, match: { class: "write" } })).toEqual([]);
  });

  it("refuses two rules that are on, match the same and have the same priority", () => {
    const other = ruleLike({ name: "other", priority: 20, match: { agent: "bot", tool: "*" } });
    const mine = { priority: 20, match: { agent: "bot" } };
    expect(errors(mine, [other])).toEqual([
      "priority: Rule other matches the same and has priority 20 too, so neither comes first. Use another priority, or match something else.",
    ]);
    expect(errors({ ...mine, priority: 21 }, [other])).toEqual([]);
    expect(errors({ ...mine, match: { agent: "bot", class: "write" } }, [other])).toEqual([]);
    expect(errors({ ...mine, on: false }, [other])).toEqual([]);
    expect(errors(mine, [{ ...other, on: false }])).toEqual([]);
  });

  it("refuses a name that another rule has", () => {
    expect(errors({}, [ruleLike({ name: "mine", on: false })])).toEqual([
      "name: There is a rule mine already. Choose another name.",
    ]);
  });

  it("warns about a rule that never comes first", () => {
    const above = ruleLike({ name: "above", priority: 5, match: { agent: "bot" } });
    expect(warned({ match: { agent: "bot", class: "read" } }, [above])).toEqual(["priority"]);
    expect(warned({ match: { agent: "b*" } }, [above])).toEqual([]);
    expect(warned({ match: { agent: "bot" }, priority: 6 }, [above])).toEqual([]);
  });

  it("warns when nobody signs before an agent acts, but only where the rule's class lets it act", () => {
    const calls = { ...DEFAULT_RULE.calls, write: "allow" } as const;
    expect(warned({ calls, start: "automatic" })).toEqual(["start"]);
    expect(warned({ calls, resume: "automatic" })).toEqual(["resume"]);
    expect(warned({ calls, start: "automatic", resume: "automatic", match: { class: "read" } })).toEqual([]);
    expect(warned({ start: "automatic", resume: "automatic" })).toEqual([]);
    expect(warned({ resume: "automatic", start: "approval" })).toEqual([]);
  });

  it("warns about classes that are looser than they look, and refuses none of it", () => {
    const unclassed = { ...DEFAULT_RULE.calls, unclassed: "allow" } as const;
    const destructive = { ...DEFAULT_RULE.calls, destructive: "allow" } as const;
    const reviewBy = { ...DEFAULT_RULE.reviewBy, destructive: "any" } as const;
    expect(warned({ calls: unclassed })).toEqual(["calls.unclassed"]);
    expect(warned({ calls: destructive })).toEqual(["calls.destructive"]);
    expect(warned({ calls: destructive, match: { class: "destructive" } })).toEqual([]);
    expect(warned({ reviewBy })).toEqual(["reviewBy.destructive"]);
    expect(errors({ calls: { ...unclassed, destructive: "allow" }, reviewBy })).toEqual([]);
  });

  it("warns when the default rule no longer covers what no other does", () => {
    expect(warned({ name: "default", on: false }, [])).toEqual(["on"]);
    expect(warned({ name: "default", match: { server: "github" } }, [])).toEqual(["match.server"]);
    expect(warned({ name: "default", match: { server: "*" } }, [])).toEqual([]);
  });

  it("warns when nobody is told, but only where the rule ever asks somebody", () => {
    expect(warned({ tell: [] })).toEqual(["tell"]);
    const calls = { read: "allow", write: "allow", destructive: "allow", unclassed: "allow" } as const;
    expect(warned({ tell: [], match: { class: "read" }, start: "automatic", resume: "automatic", calls })).toEqual([]);
  });

  it("takes every rule whose clocks fit inside each other", () => {
    fc.assert(
      fc.property(soundBody, (body) => {
        expect(checkRule(body).errors).toEqual([]);
      }),
    );
  });
});

describe("completeRule", () => {
  it("fills what a file leaves out from the rule of a new installation", () => {
    expect(completeRule({ name: "default" })).toEqual(DEFAULT_RULE);
    const given = completeRule({ name: "x", priority: 3, calls: { write: "allow" }, idleSeconds: undefined });
    expect(given).toMatchObject({ priority: 3, idleSeconds: 900, calls: { read: "allow", write: "allow" } });
    expect(given.calls.destructive).toBe("hold");
  });

  it("cuts what was left out to what was given", () => {
    expect(completeRule({ name: "x", endSeconds: 300 })).toMatchObject({
      idleSeconds: 300,
      leaseSeconds: 300,
      decideBySeconds: 300,
      readySeconds: 300,
      stallSeconds: 300,
    });
  });

  it("never touches what was given, and what it makes is whole", () => {
    const { name: _name, ...optional } = ruleBodySchema.shape;
    const partial = fc.tuple(soundBody, fc.subarray(Object.keys(optional))).map(([body, keys]) => ({
      name: body.name,
      ...Object.fromEntries(Object.entries(body).filter(([key]) => keys.includes(key))),
    }));
    fc.assert(
      fc.property(partial, (given) => {
        const body = completeRule(given);
        expect(ruleBodySchema.parse(body)).toEqual(body);
        expect(body).toMatchObject(given);
        // What contradicts then was given, not filled in.
        for (const { field } of checkRule(body).errors) expect(given).toHaveProperty(field);
      }),
    );
  });
});
