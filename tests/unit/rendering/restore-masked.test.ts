import { describe, expect, it } from "vitest";
import { maskValues, restoreMasked } from "../../../lib/rendering/schema";

const ORIGINAL = { path: "a.txt", auth: { password: "correct horse" }, tokens: ["t-1", "t-2"] };
const MASK = ["password", "tokens"];
const shown = () => maskValues(ORIGINAL, MASK).value as typeof ORIGINAL;

describe("arguments that were edited without seeing their secrets", () => {
  it("get back every secret that was left as it was shown", () => {
    expect(restoreMasked({ ...shown(), path: "b.txt" }, ORIGINAL, MASK)).toEqual({ ...ORIGINAL, path: "b.txt" });
  });

  it("keep what somebody wrote in place of a secret, and lose what they left out", () => {
    const edited = { ...shown(), auth: { password: "another" }, tokens: ["[masked, 3 characters]"] };
    expect(restoreMasked(edited, ORIGINAL, MASK)).toEqual({
      path: "a.txt",
      auth: { password: "another" },
      tokens: ["t-1"],
    });
  });

  it("are refused when what stands for a secret was moved or made up", () => {
    expect(restoreMasked({ path: "[masked, 13 characters]" }, ORIGINAL, MASK)).toBeNull();
    expect(restoreMasked({ auth: { password: "[masked, 99 characters]" } }, ORIGINAL, MASK)).toBeNull();
    expect(
      restoreMasked({ tokens: [shown().tokens[0] ?? "", "x", "[masked, 3 characters]"] }, ORIGINAL, MASK),
    ).toBeNull();
  });

  it("are taken as they are where nothing is masked", () => {
    expect(restoreMasked({ constructor: "x", deep: [{ a: null }] }, {}, [])).toEqual({
      constructor: "x",
      deep: [{ a: null }],
    });
  });
});
