import { describe, expect, it } from "vitest";
import { didYouMean, suggest } from "../../../lib/config/suggest";

describe("suggest", () => {
  it.each([
    ["ownr", ["owner", "note"], "owner"],
    ["onwer", ["owner", "note"], "owner"],
    ["ROLES", ["roles", "rules"], "roles"],
    ["destructve", ["destructive", "unclassed"], "destructive"],
    ["idel", ["idle", "end"], "idle"],
    ["colour", ["email", "name"], null],
    ["x", ["email", "name"], null],
    ["anything", [], null],
  ])("finds what %s was meant to be among %j", (word, words, expected) => {
    expect(suggest(word, words)).toBe(expected);
  });

  it("asks only when something is near", () => {
    expect(didYouMean("ownr", ["owner"])).toBe(" Did you mean owner?");
    expect(didYouMean("colour", ["owner"])).toBe("");
  });
});
