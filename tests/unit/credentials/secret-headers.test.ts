import { describe, expect, it } from "vitest";
import { SecretHeaders } from "../../../lib/credentials/secret-headers";

const lent = (value: string) => new SecretHeaders("a", { header: "Authorization", value });

describe("a credential that its server repeats", () => {
  it("is taken out of a text with and without its scheme, as often as it stands there", () => {
    const secret = lent("Bearer s3cret/token+1");
    expect(secret.blankIn("sent Bearer s3cret/token+1, or s3cret/token+1", false)).toBe("sent [removed], or [removed]");
  });

  it("is taken out of JSON as JSON writes it, and leaves JSON", () => {
    const value = 'back\\slash "quoted" a/b';
    const secret = lent(value);
    const said = JSON.stringify({ a: value, [value]: [`x${value}y`] });
    for (const text of [said, said.replaceAll("/", "\\/")])
      expect(JSON.parse(secret.blankIn(text, true))).toEqual({ a: "[removed]", "[removed]": ["x[removed]y"] });
  });

  it.each(["12345678901", "short", "Basic x"])("is left where it would be found where it is not: %s", (value) => {
    const said = JSON.stringify({ n: 12345678901, text: `${value} shortly` });
    const blanked = lent(value).blankIn(said, true);
    expect(() => JSON.parse(blanked)).not.toThrow();
    expect(blanked).toBe(said);
  });

  it("costs nothing where there is none: texts come back as they are", () => {
    const none = new SecretHeaders("a", null);
    expect([none.isEmpty, none.blankIn("Bearer s3cret/token+1", false)]).toEqual([true, "Bearer s3cret/token+1"]);
    const over = lent("Bearer s3cret/token+1");
    over.giveBack();
    expect(over.isEmpty).toBe(true);
  });
});
