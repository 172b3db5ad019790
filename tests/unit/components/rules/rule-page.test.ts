import { describe, expect, it } from "vitest";
import { nestedClocks } from "../../../../components/rules/nested-clocks";
import { draftOf } from "../../../../components/rules/rule-draft";
import { isComplete, readQuestion } from "../../../../components/rules/rule-question";
import { saveKey } from "../../../../components/rules/save-key";
import { whyNotSaved } from "../../../../components/rules/why-not-saved";
import { DEFAULT_RULE } from "../../../../lib/policy/schema";

describe("clocks as bars", () => {
  it("grow from idle to end, and the longest fills the width", () => {
    const parts = nestedClocks(DEFAULT_RULE, null).map((bar) => bar.part);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBe(1);
  });

  it("show that one does not fit into the next", () => {
    const [idle, lease] = nestedClocks({ ...DEFAULT_RULE, idleSeconds: 7200 }, DEFAULT_RULE);
    expect(idle?.part).toBeGreaterThan(lease?.part ?? 1);
    expect([idle?.changed, lease?.changed]).toEqual([true, false]);
  });

  it("keep a clock of one second in sight", () => {
    const body = { ...DEFAULT_RULE, idleSeconds: 1, leaseSeconds: 1, endSeconds: 1 };
    expect(nestedClocks(body, null).every((bar) => bar.part > 0 && bar.part <= 1)).toBe(true);
  });
});

describe("which rule would apply, in the address", () => {
  it("is asked once an agent, a server and a tool are named", () => {
    const asked = readQuestion(new URLSearchParams("agent=a&server=s&tool=t"));
    expect(asked).toEqual({ agent: "a", server: "s", tool: "t", class: "" });
    expect(isComplete(asked)).toBe(true);
    expect(isComplete({ ...asked, tool: "" })).toBe(false);
  });

  it("takes no class that there is not", () => {
    expect(readQuestion(new URLSearchParams("class=write")).class).toBe("write");
    expect(readQuestion(new URLSearchParams("class=admin")).class).toBe("");
  });
});

describe("saving a rule", () => {
  const draft = draftOf(DEFAULT_RULE);
  it("is refused with the reason while there is nothing to save, or something to put right", () => {
    expect(whyNotSaved({ draft, dirty: false, wrong: 0 })).toBe("Nothing was changed.");
    expect(whyNotSaved({ draft: { ...draft, name: "" }, dirty: true, wrong: 1 })).toBe("It needs a name.");
    expect(whyNotSaved({ draft, dirty: true, wrong: 2 })).toBe("2 fields must be put right first.");
    expect(whyNotSaved({ draft, dirty: true, wrong: 0 })).toBe(false);
  });

  it("has the key that people know from their computer", () => {
    expect(saveKey("MacIntel")).toBe("⌘S");
    expect(saveKey("Linux x86_64")).toBe("Ctrl S");
  });
});
