import { describe, expect, it } from "vitest";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { maskValues, renderArguments } from "../../../lib/rendering/schema";

describe("masking", () => {
  it("takes out texts by their name at any depth, and says how long they are", () => {
    const given = { user: "jane", db: { Password: "hunter2!", hosts: [{ api_key: "abc" }] } };
    expect(maskValues(given, DEFAULT_RULE.mask)).toEqual({
      value: {
        user: "jane",
        db: { Password: "[masked, 8 characters]", hosts: [{ api_key: "[masked, 3 characters]" }] },
      },
      masked: ["/db/Password", "/db/hosts/0/api_key"],
    });
  });

  it("takes out every text of a list or an object of that name", () => {
    expect(maskValues({ secrets: ["a", { deep: "b" }] }, ["secrets"]).masked).toEqual(["/secrets/0"]);
  });

  it("leaves numbers, empty texts, and names that only look alike", () => {
    const given = { max_tokens: 100, password: "", pass: "x", next_page_token: "p" };
    expect(maskValues(given, DEFAULT_RULE.mask)).toEqual({ value: given, masked: [] });
  });

  it("is no place to hide a long text in", () => {
    const given = { secret: "x".repeat(5000) };
    expect(maskValues(given, ["secret"]).masked).toEqual([]);
  });

  it("is shown as a mask, never as a text of the agent that says the same", () => {
    const { value, masked } = maskValues({ token: "t0p", note: "[masked, 3 characters]" }, ["token"]);
    const rows = renderArguments(value, { masked }).rows;
    expect(rows.map(({ key, kind }) => [key, kind])).toEqual([
      ["note", "text"],
      ["token", "masked"],
    ]);
    expect(JSON.stringify(rows)).not.toContain("t0p");
  });
});
