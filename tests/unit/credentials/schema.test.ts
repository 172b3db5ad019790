import { describe, expect, it } from "vitest";
import { upstreamCredentialSchema } from "../../../lib/credentials/schema";

const accepts = (header: string, value = "x") => upstreamCredentialSchema.safeParse({ header, value }).success;

describe("an upstream credential", () => {
  it.each(["Authorization", "X-Api-Key", "Cookie", "api_key"])("may be sent as %s", (header) => {
    expect(accepts(header)).toBe(true);
  });

  it.each([
    "Host",
    "host",
    "Connection",
    "Transfer-Encoding",
    "Upgrade",
    "TE",
    "Keep-Alive",
    "Proxy-Authorization",
    "Content-Type",
    "content-length",
    "Mcp-Session-Id",
    "MCP-Protocol-Version",
    "Mcp-Method",
    "Accept",
    "Accept-Encoding",
    "Expect",
    "X-Forwarded-For",
    "Forwarded",
    "Origin",
    "Last-Event-ID",
    "",
    "two words",
    "Bad:Name",
    "Bad\r\nName",
    ":path",
    "x".repeat(65),
  ])("may not be sent as %j", (header) => {
    expect(accepts(header)).toBe(false);
  });

  it.each(["", " ", "a\r\nX-Injected: 1", "a\nb", "tab\tbed", "naïve", "x".repeat(8193)])(
    "may not hold %j",
    (value) => {
      expect(accepts("Authorization", value)).toBe(false);
    },
  );

  it("loses the white space around it that copying brings", () => {
    expect(upstreamCredentialSchema.parse({ header: " Authorization ", value: " Bearer a b \n" })).toEqual({
      header: "Authorization",
      value: "Bearer a b",
    });
  });
});
