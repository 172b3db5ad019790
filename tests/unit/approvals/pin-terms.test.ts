import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonLess } from "../../../lib/approvals/common-less";
import { narrowAuthority } from "../../../lib/approvals/narrow-authority";
import type { PinsInput } from "../../../lib/approvals/schema";
import type { Json } from "../../../lib/base/schema";
import { decideCall } from "../../../lib/policy/index";
import { makeGiving } from "../../factories/tasks";

const SCOPE = [{ server: "files", tools: ["read_file", "write_file"] }];
const asked = makeGiving({ scope: SCOPE });
const name = fc.constantFrom("path", "mode");
const text = fc.constantFrom("a", "a/b", "a/b/c", "b", "a/../b");
const anyPin = fc.oneof(
  fc.record({ name, must: fc.constant("equal" as const), value: text }),
  fc.record({ name, must: fc.constant("begin" as const), text: fc.constantFrom("a", "a/", "b") }),
);
const anyPins: fc.Arbitrary<PinsInput> = fc.array(
  fc.record({
    server: fc.constant("files"),
    tool: fc.constantFrom("read_file", "write_file"),
    arguments: fc.array(anyPin, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);
const anyArguments = fc.dictionary(name, text);

const outcome = (given: typeof asked, tool: string, args: { [name: string]: Json }) =>
  decideCall({
    agent: { name: "bot", state: "active" },
    server: { name: "files", state: "active" },
    tool: { name: tool, state: "pinned", class: "read" },
    scope: given.scope,
    term: given.terms.find((term) => term.tool === tool),
    arguments: args,
  }).outcome;

describe("pinned arguments", () => {
  it("only ever deny: whatever goes under them went without them", () => {
    fc.assert(
      fc.property(anyPins, anyArguments, fc.constantFrom("read_file", "write_file"), (pins, args, tool) => {
        const given = narrowAuthority(asked, { pins });
        const [before, after] = [outcome(asked, tool, args), outcome(given, tool, args)];
        expect([before, "deny"]).toContain(after);
      }),
    );
  });

  it("of several reviewers all hold, in whatever order they came", () => {
    fc.assert(
      fc.property(anyPins, anyPins, anyArguments, (one, other, args) => {
        const both = narrowAuthority(asked, commonLess([{ given: { pins: one } }, { given: { pins: other } }]) ?? {});
        const each = [one, other].map((pins) => outcome(narrowAuthority(asked, { pins }), "read_file", args));
        expect(outcome(both, "read_file", args)).toBe(each.includes("deny") ? "deny" : each[0]);
      }),
    );
  });

  it("are refused for a tool that is not given, and for an address that lets another host in", () => {
    const pin = (tool: string, text: string): PinsInput => [
      { server: "files", tool, arguments: [{ name: "url", must: "begin", text }] },
    ];
    expect(() => narrowAuthority(asked, { pins: pin("delete_file", "x") })).toThrow(/not given/);
    const left = [{ server: "files", tools: ["read_file"] }];
    expect(() => narrowAuthority(asked, { scope: left, pins: pin("write_file", "x") })).toThrow(/not given/);
    expect(() => narrowAuthority(asked, { pins: pin("read_file", "https://example.com") })).toThrow(/whole host/);
  });
});
