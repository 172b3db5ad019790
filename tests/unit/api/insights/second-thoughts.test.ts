import { describe, expect, it } from "vitest";
import { isNear, plainly } from "../../../../lib/api/insights/near";
import type { DeniedCall } from "../../../../lib/api/insights/read-denied";
import { disagreed, newPasskeys, regretted } from "../../../../lib/api/insights/second-thoughts";
import type { Json } from "../../../../lib/base/index";
import { ANNA, answerOf, approvalOf, BEN, CARA, NOON, times } from "./facts";

const HOUR = 3_600_000;
const hoursOn = (hours: number) => new Date(NOON.getTime() + hours * HOUR);

describe("disagreement", () => {
  it("is where several people answered the same wording, and some gave it and some denied it", () => {
    const vote = (approvalId: string, over: Parameters<typeof answerOf>[0]) => answerOf({ approvalId, ...over });
    const answers = [
      vote("split", { human: ANNA }),
      vote("split", { human: BEN, answer: "deny" }),
      vote("agreed", { human: ANNA }),
      vote("agreed", { human: BEN, answer: "narrow" }),
      vote("reworded", { human: ANNA, answer: "deny", digest: "before" }),
      vote("reworded", { human: BEN, digest: "after" }),
      vote("alone", { human: CARA, answer: "deny" }),
    ];
    expect(disagreed(answers)).toEqual({ hits: 1, of: 2 });
    expect(disagreed([])).toEqual({ hits: 0, of: 0 });
  });
});

describe("regret", () => {
  const denial = (hours: number, argumentsDigest = "ab"): DeniedCall => ({
    ...{ id: "d", agentId: "bot", server: "files", tool: "write_file", bodyId: "b" },
    ...{ argumentsDigest, at: hoursOn(hours) },
  });
  const regrets = (over: Parameters<typeof approvalOf>[0], denied: DeniedCall[] = []) =>
    regretted([approvalOf(over)], denied).hits;

  it("is an approval whose task a person revoked within a day", () => {
    expect(times(4, (at) => regrets({ revokedAt: hoursOn([0, 1, 24, 25][at] ?? 0) }))).toEqual([0, 1, 1, 0]);
    expect(regrets({ revokedAt: hoursOn(-1) })).toBe(0);
    expect(regretted([approvalOf({ state: "denied", revokedAt: hoursOn(1) })], [])).toEqual({ hits: 0, of: 0 });
  });

  it("is an approval of a call that was denied within a day, the very same one", () => {
    expect(regrets({}, [denial(2)])).toBe(1);
    for (const other of [denial(-2), denial(25), denial(2, "cd"), { ...denial(2), agentId: "other" }])
      expect(regrets({}, [other])).toBe(0);
  });
});

describe("a new passkey", () => {
  const signed = (passkeyAge: number | null, over: Parameters<typeof answerOf>[0] = {}) =>
    answerOf({ class: "destructive", passkeyAge, ...over });

  it("is looked for where something destructive was given with a signature, and any is marked", () => {
    const answers = [signed(60), signed(90_000), signed(null), signed(60, { class: "write" })];
    expect(newPasskeys([...answers, signed(60, { answer: "deny" })], true)).toEqual({
      signed: { hits: 1, of: 2 },
      beyond: [{ metric: "passkey", level: null }],
    });
    expect(newPasskeys([signed(86_400)], true)).toEqual({ signed: { hits: 0, of: 1 }, beyond: [] });
  });

  it("is told of where three people signed, or nobody", () => {
    const by = (...people: (typeof ANNA)[]) =>
      newPasskeys(
        people.map((human) => signed(60, { human })),
        false,
      );
    expect(by(ANNA, BEN)).toEqual({ signed: null, beyond: [] });
    expect(by(ANNA, BEN, CARA).signed).toEqual({ hits: 3, of: 3 });
    expect(by()).toEqual({ signed: { hits: 0, of: 0 }, beyond: [] });
  });
});

describe("arguments are nearly the same", () => {
  const near = (one: Json, other: Json) => isNear(plainly(one), plainly(other));

  it.each<[Json, Json]>([
    [{ to: "Sam@acme.com" }, { to: " sam@acme.com " }],
    [{ text: "Delete  it\nnow" }, { text: "delete it now" }],
    [{ path: "\uff41.md" }, { path: "a.md" }],
    [{ path: "a", force: true }, { path: "a" }],
    [{ list: [{ name: "A" }] }, { list: [{ name: "a" }] }],
  ])("%j and %j", (one, other) => {
    expect([near(one, other), near(other, one)]).toEqual([true, true]);
  });

  it.each<[Json, Json]>([
    [{ path: "a" }, { path: "b" }],
    [{ sum: 1 }, { sum: "1" }],
    [{ Path: "a" }, { path: "a" }],
    [{}, { path: "a" }],
    [
      { path: "a", force: true },
      { path: "a", dry: true },
    ],
  ])("but not %j and %j", (one, other) => {
    expect([near(one, other), near(other, one)]).toEqual([false, false]);
  });
});
