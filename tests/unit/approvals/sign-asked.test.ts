import { describe, expect, it } from "vitest";
import type { AskedCall, Authority } from "../../../lib/approvals/schema";
import { signAsked } from "../../../lib/approvals/sign-asked";
import { DEFAULT_RULE, type RuleBody } from "../../../lib/policy/schema";
import { makeGiving } from "../../factories/tasks";

const call: AskedCall = {
  holdId: "h",
  callId: "c",
  server: "files",
  tool: "write_file",
  class: "write",
  toolDigest: "t",
  mask: [],
  caller: { workload: "test", network: "127.0.0.0/24" },
  approvalsPerHour: null,
  argumentsDigest: "a",
};
const signs = (over: Partial<RuleBody["sign"]>) => ({ ...DEFAULT_RULE.sign, ...over });
/** The authority of a start whose terms ask for these signatures and let these classes through unasked. */
const giving = (over: Partial<RuleBody["sign"]>, allowed: Partial<RuleBody["calls"]> = {}): Authority => {
  const { scope, terms, clocks } = makeGiving();
  const calls = { ...DEFAULT_RULE.calls, ...allowed };
  return { scope, clocks, calls: null, terms: terms.map((term) => ({ ...term, calls, sign: signs(over) })) };
};

describe("signAsked", () => {
  it("is what the rule says for the class of the call", () => {
    expect(signAsked({ sign: signs({ write: "passkey", destructive: "device_passkey" }) }, call, null)).toBe("passkey");
    expect(signAsked({ sign: signs({ destructive: "device_passkey" }) }, call, null)).toBe("none");
  });

  it("is for a start the strictest of that and of every class that it lets through unasked", () => {
    const sign = signs({ write: "passkey" });
    expect(signAsked({ sign }, call, giving({ destructive: "device_passkey" }))).toBe("passkey");
    expect(signAsked({ sign }, call, giving({ destructive: "device_passkey" }, { destructive: "allow" }))).toBe(
      "device_passkey",
    );
    expect(signAsked({ sign: signs({}) }, call, giving({ read: "passkey" }))).toBe("passkey");
  });
});
