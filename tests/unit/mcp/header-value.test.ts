import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHeaderValue, encodeHeaderValue } from "../../../lib/mcp/header-value";

describe("a header value", () => {
  it("is written as the specification's examples write it", () => {
    expect(encodeHeaderValue("us-west1")).toBe("us-west1");
    expect(encodeHeaderValue("Hello, 世界")).toBe("=?base64?SGVsbG8sIOS4lueVjA==?=");
    expect(encodeHeaderValue(" padded ")).toBe("=?base64?IHBhZGRlZCA=?=");
    expect(encodeHeaderValue("line1\nline2")).toBe("=?base64?bGluZTEKbGluZTI=?=");
    expect(encodeHeaderValue("=?base64?literal?=")).toBe("=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=");
  });

  it("reads back as the text that was written, and never carries more than visible ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const value = encodeHeaderValue(text);
        expect(value).toMatch(/^[\t\x20-\x7e]+$/);
        expect(value.trim()).toBe(value);
        expect(decodeHeaderValue(value)).toBe(text);
      }),
    );
  });

  it("without the wrapping stands for itself", () => {
    for (const text of ["SGVsbG8=", "=?base64?open", "?=", "", "=?base64?="])
      expect(decodeHeaderValue(text)).toBe(text);
  });

  it.each([
    ["wrong padding", "=?base64?SGVsbG8?="],
    ["characters outside the alphabet", "=?base64?SGVs!G8=?="],
    ["the URL alphabet", "=?base64?_-8=?="],
    ["stray bits at the end", "=?base64?SGVsbG9=?="],
    ["bytes that are not UTF-8", `=?base64?${Buffer.from([0xff, 0xfe]).toString("base64")}?=`],
    ["Latin-1", "caf\u00e9"],
    ["a control character", "a\u0001b"],
  ])("with %s is refused", (_title, value) => {
    expect(decodeHeaderValue(value)).toBeNull();
  });
});
