import { describe, expect, it } from "vitest";
import { checkNarrowing, type NarrowingDraft } from "../../../../components/tasks/narrowing-draft";
import { taskDetail } from "./task-detail";

const { clocks, now } = taskDetail();
const HELD = {
  tools: ["github/get_file", "github/create_release"],
  clocks,
  now,
  calls: { allowed: 1, held: 0, denied: 0, left: 10, max: 20 },
};
const draft = (with_: Partial<NarrowingDraft>): NarrowingDraft => ({
  dropped: new Set(),
  seconds: null,
  calls: "",
  reason: "Not needed any more",
  ...with_,
});

describe("a narrowing in the form", () => {
  it("takes away a tool, time or calls", () => {
    expect(checkNarrowing(draft({ dropped: new Set(["github/get_file"]) }), HELD).problems).toBe(0);
    expect(checkNarrowing(draft({ seconds: 60 }), HELD).problems).toBe(0);
    expect(checkNarrowing(draft({ calls: "9" }), HELD).problems).toBe(0);
  });

  it("takes away something", () => {
    expect(checkNarrowing(draft({}), HELD).tools).toMatch(/^Take something away/);
  });

  it("leaves at least one tool", () => {
    expect(checkNarrowing(draft({ dropped: new Set(HELD.tools) }), HELD).tools).toMatch(/revoke/);
  });

  it("is sooner and fewer than what is held", () => {
    expect(checkNarrowing(draft({ seconds: 30_000 }), HELD).ends).toMatch(/no sooner/);
    expect(checkNarrowing(draft({ calls: "10" }), HELD).calls).toBe("It has only 10 left.");
    expect(checkNarrowing(draft({ calls: "1.5" }), HELD).calls).toMatch(/whole number/);
  });

  it("never takes a time that cannot be read for none", () => {
    const check = checkNarrowing(draft({ dropped: new Set(["github/get_file"]), seconds: Number.NaN }), HELD);
    expect(check).toMatchObject({ ends: "Write a number, such as 30 or 1.5.", problems: 1 });
  });

  it("has a reason", () => {
    expect(checkNarrowing(draft({ seconds: 60, reason: " " }), HELD).reason).toMatch(/Say why/);
  });
});
