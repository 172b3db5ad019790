import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scope } from "../../../lib/policy/schema";
import { commonScope, isWithin, toolsOf } from "../../../lib/tasks/index";

const scopes: fc.Arbitrary<Scope> = fc.uniqueArray(
  fc.record({
    server: fc.constantFrom("files", "mail", "db"),
    tools: fc.uniqueArray(fc.constantFrom("read", "write", "drop", "send"), { minLength: 1 }),
  }),
  {
    selector: (part) => part.server,
    minLength: 1,
  },
);

describe("narrowing a scope", () => {
  it("is within what is held, whatever is asked", () => {
    fc.assert(fc.property(scopes, scopes, (held, asked) => isWithin(commonScope(held, asked), held)));
  });

  it("is within what is asked, too", () => {
    fc.assert(fc.property(scopes, scopes, (held, asked) => isWithin(commonScope(held, asked), asked)));
  });

  it("changes nothing when everything is kept", () => {
    fc.assert(
      fc.property(scopes, (held) => {
        expect(toolsOf(commonScope(held, held))).toEqual(toolsOf(held));
      }),
    );
  });

  it("does not mistake a tool of one server for that of another", () => {
    const held: Scope = [{ server: "files", tools: ["read"] }];
    expect(isWithin([{ server: "mail", tools: ["read"] }], held)).toBe(false);
    expect(commonScope(held, [{ server: "mail", tools: ["read"] }])).toEqual([]);
  });
});
