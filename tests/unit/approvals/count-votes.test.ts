import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonLess } from "../../../lib/approvals/common-less";
import { carriers, countVotes, type Vote, type VoterStanding } from "../../../lib/approvals/count-votes";
import { narrowAuthority } from "../../../lib/approvals/narrow-authority";
import type { Escalated, GivenLess } from "../../../lib/approvals/schema";
import { allNeeds, type Need, needsImply, type Threshold } from "../../../lib/policy/schema";
import { isWithin } from "../../../lib/tasks/index";
import { makeGiving } from "../../factories/tasks";
import { anyNeed } from "../policy/arbitraries";

const voter = (id: string, over: Partial<VoterStanding> = {}): VoterStanding => ({
  id,
  name: id,
  person: id,
  votes: true,
  admin: false,
  groups: [],
  standsFor: [],
  ...over,
});
let minute = 0;
function vote(who: VoterStanding, over: Partial<Vote> = {}): Vote {
  minute += 1;
  const at = new Date(minute * 60_000);
  return { id: `${who.id}-${minute}`, voter: who, answer: "approve", reason: "", given: null, at, ...over };
}
const need = (any: Threshold[], over: Partial<Need> = {}): Need => ({ any, denials: 1, escalate: null, ...over });
type Over = { escalated?: Escalated; excluded?: string[] };
const count = (votes: Vote[], needs: Need[], { escalated = [], excluded = [] }: Over = {}) =>
  countVotes(votes, { needs, escalated, excluded: new Set(excluded) });

const [ada, ben, cleo] = [voter("ada"), voter("ben"), voter("cleo", { admin: true, groups: ["security"] })];

describe("votes", () => {
  it("approve when one of the ways is met, and say how far they are until then", () => {
    const needs = [need([{ approve: 2 }, { approve: 1, role: "admin" }])];
    expect(count([], needs)).toMatchObject({ outcome: null, have: 0, need: 1 });
    expect(count([vote(ada)], needs)).toMatchObject({ outcome: null, have: 1, need: 2 });
    expect(count([vote(ada), vote(ben)], needs).outcome).toBe("approved");
    expect(count([vote(cleo)], needs).outcome).toBe("approved");
  });

  it("must meet every need of several rules; one vote may count for each", () => {
    const needs = [need([{ approve: 2 }]), need([{ approve: 1, group: "security" }])];
    expect(count([vote(ada), vote(ben)], needs)).toMatchObject({ outcome: null, have: 2, need: 3 });
    expect(count([vote(ada), vote(cleo)], needs).outcome).toBe("approved");
  });

  it("count one person once, with however many accounts, and only the last word of each", () => {
    const twin = voter("ada-2", { person: "ada" });
    expect(count([vote(ada), vote(twin)], [need([{ approve: 2 }])])).toMatchObject({ outcome: null, have: 1 });
    expect(count([vote(ada), vote(ada, { answer: "deny" })], [need([{ approve: 2 }])])).toMatchObject({
      outcome: "denied",
      have: 0,
    });
  });

  it("of those who lost their standing, or may not answer, count for nothing", () => {
    const needs = [need([{ approve: 1 }])];
    expect(count([vote(voter("gone", { votes: false }))], needs).outcome).toBeNull();
    expect(count([vote(voter("ada-2", { person: "ada" }))], needs, { excluded: ["ada"] }).outcome).toBeNull();
    expect(count([vote(ada, { answer: "deny" })], needs, { excluded: ["ada"] }).outcome).toBeNull();
  });

  it("count in a group with a ticket only when the reason names one", () => {
    const needs = [need([{ approve: 1, group: "security", reason: "OPS-#" }])];
    expect(count([vote(cleo)], needs).outcome).toBeNull();
    expect(count([vote(cleo, { reason: "OPS-7 is agreed" })], needs).outcome).toBe("approved");
    expect(count([vote(ada, { reason: "OPS-7" })], needs).outcome).toBeNull();
  });

  it("deny when as many deny as it takes, and stopping comes before approving", () => {
    const needs = [need([{ approve: 1 }], { denials: 2 })];
    expect(count([vote(ada, { answer: "deny" })], needs).outcome).toBeNull();
    expect(count([vote(ada, { answer: "deny" }), vote(ben, { answer: "deny" }), vote(cleo)], needs).outcome).toBe(
      "denied",
    );
    const stricter = [...needs, need([{ approve: 1 }], { denials: 1 })];
    expect(count([vote(ada, { answer: "deny" })], stricter).outcome).toBe("denied");
  });

  it("suffice of fewer once the question went on, and not before", () => {
    const needs = [need([{ approve: 2 }], { escalate: { beforeSeconds: 60, group: "security", approve: 1 } })];
    expect(count([vote(cleo)], needs).outcome).toBeNull();
    expect(count([vote(cleo)], needs, { escalated: [{ need: 0, at: "" }] }).outcome).toBe("approved");
    const told = [need([{ approve: 2 }], { escalate: { beforeSeconds: 60, group: "security", approve: null } })];
    expect(count([vote(cleo)], told, { escalated: [{ need: 0, at: "" }] }).outcome).toBeNull();
  });
});

describe("standing for somebody who is away", () => {
  const priya = { id: "priya", name: "Priya", person: "priya", groups: ["security"] };
  const needs = [need([{ approve: 1, group: "security" }])];

  it("fills their place in their group", () => {
    const counted = count([vote(voter("ada", { standsFor: [priya] }))], needs);
    expect(counted.outcome).toBe("approved");
    expect(carriers(counted)[0]?.filled.seat.id).toBe("priya");
  });

  it("fills no place of the admins, and none of somebody who may not answer themselves", () => {
    const stand = voter("ada", { standsFor: [priya] });
    expect(count([vote(stand)], [need([{ approve: 1, role: "admin" }])]).outcome).toBeNull();
    expect(count([vote(stand)], needs, { excluded: ["priya"] }).outcome).toBeNull();
  });

  it("fills a place once, though its own person votes too, or two stand for them", () => {
    const both = [need([{ approve: 2, group: "security" }])];
    const own = voter("priya", { groups: ["security"] });
    expect(count([vote(own), vote(voter("ada", { standsFor: [priya] }))], both).outcome).toBeNull();
    const twice = ["ada", "ben"].map((id) => vote(voter(id, { standsFor: [priya] })));
    expect(count(twice, both).outcome).toBeNull();
    expect(count([vote(voter("ben", { groups: ["security"], standsFor: [priya] }))], both).outcome).toBeNull();
  });
});

const anyVoter = fc
  .record({
    id: fc.constantFrom("a", "b", "c", "d", "a2"),
    votes: fc.boolean(),
    admin: fc.boolean(),
    groups: fc.subarray(["security", "data"]),
  })
  .map((one) => voter(one.id, { ...one, person: one.id.slice(0, 1) }));
const anyVotes = fc
  .array(
    fc.record({
      voter: anyVoter,
      answer: fc.constantFrom("approve" as const, "narrow" as const, "deny" as const),
      reason: fc.constantFrom("", "OPS-1", "SEC-2"),
    }),
    { maxLength: 8 },
  )
  .map((votes) => votes.map(({ voter: who, ...over }) => vote(who, over)));

describe("whatever the votes are", () => {
  it("no person counts twice in a place, and no way is met by fewer people than it asks for", () => {
    fc.assert(
      fc.property(anyVotes, fc.array(anyNeed, { minLength: 1, maxLength: 3 }), (votes, needs) => {
        for (const { ways, met } of count(votes, needs).needs) {
          for (const { filled, threshold, met: isMet } of ways) {
            expect(new Set(filled.map((one) => one.vote.voter.person)).size).toBe(filled.length);
            expect(isMet).toBe(filled.length >= threshold.approve);
          }
          if (met) expect(ways).toContain(met);
        }
      }),
    );
  });

  it("what meets stricter needs meets looser ones too", () => {
    fc.assert(
      fc.property(anyVotes, anyNeed, anyNeed, (votes, one, other) => {
        const together = count(votes, allNeeds([one, other])).needs.every(({ met }) => met !== null);
        const each = [one, other].every((need) => count(votes, [need]).needs[0]?.met);
        expect(together).toBe(each);
        if (needsImply([one], [other]) && count(votes, [one]).needs[0]?.met)
          expect(count(votes, [other]).needs[0]?.met).not.toBeNull();
      }),
    );
  });

  it("one more approval by somebody new never takes an approval back", () => {
    fc.assert(
      fc.property(anyVotes, anyNeed, (votes, asked) => {
        const before = count(votes, [asked]).needs[0]?.met;
        const more = [...votes, vote(voter("z", { groups: ["security"] }))];
        if (before) expect(count(more, [asked]).needs[0]?.met).not.toBeNull();
      }),
    );
  });
});

describe("what several give", () => {
  const asked = makeGiving({
    scope: [
      { server: "files", tools: ["read", "write", "list"] },
      { server: "mail", tools: ["send"] },
    ],
    calls: 50,
  });
  const anyScope = fc
    .tuple(fc.subarray(["read", "write", "list"], { minLength: 1 }), fc.boolean())
    .map(([tools, mail]) => [{ server: "files", tools }, ...(mail ? [{ server: "mail", tools: ["send"] }] : [])]);
  const anyLess: fc.Arbitrary<GivenLess | null> = fc.option(
    fc.record(
      {
        scope: anyScope,
        endsInSeconds: fc.integer({ min: 1, max: 90_000 }),
        calls: fc.integer({ min: 1, max: 100 }),
        notBefore: fc.integer({ min: 1, max: 90_000 }).map((seconds) => new Date(seconds * 1000).toISOString()),
      },
      { requiredKeys: [] },
    ),
  );

  it("is within what each of them leaves, and that is within what was asked", () => {
    fc.assert(
      fc.property(fc.array(anyLess, { minLength: 1, maxLength: 4 }), (less) => {
        let common: GivenLess | null;
        try {
          common = commonLess(less.map((given) => ({ given })));
        } catch {
          return; // nothing in common: refused
        }
        const given = narrowAuthority(asked, common ?? {});
        for (const one of less) {
          const own = narrowAuthority(asked, one ?? {});
          expect(isWithin(given.scope, own.scope)).toBe(true);
          expect(isWithin(own.scope, asked.scope)).toBe(true);
          expect(given.clocks.endSeconds).toBeLessThanOrEqual(own.clocks.endSeconds);
          expect(given.calls ?? 0).toBeLessThanOrEqual(own.calls ?? 0);
          expect((common?.notBefore ?? "") >= (one?.notBefore ?? "")).toBe(true);
        }
      }),
    );
  });

  it("is refused when they leave no tool in common", () => {
    const leave = (tool: string) => ({ given: { scope: [{ server: "files", tools: [tool] }] } });
    expect(() => commonLess([leave("read"), leave("write")])).toThrow(/no tool in common/);
    expect(commonLess([{ given: null }, leave("read")])).toEqual(leave("read").given);
    expect(commonLess([{ given: null }])).toBeNull();
  });
});
