import { describe, expect, it } from "vitest";
import { changesOf, choose, isRaise, NO_CHOICE, unclassedOf } from "../../../../components/servers/class-draft";
import type { ServerTool } from "../../../../lib/api/schema";

const tool = (name: string, over: Partial<ServerTool> = {}): ServerTool => ({
  name,
  state: "pinned",
  class: "read",
  proposedClass: "read",
  classedBy: null,
  classedAt: null,
  digest: `digest of ${name}`,
  definition: { name },
  offered: null,
  locked: null,
  seenAt: "2026-09-17T12:00:00.000Z",
  createdAt: "2026-09-17T12:00:00.000Z",
  ...over,
});

describe("choosing classes", () => {
  it("tells a raise from a lowering; unclassed is the most severe", () => {
    expect(isRaise("read", "write")).toBe(true);
    expect(isRaise("destructive", null)).toBe(true);
    expect(isRaise(null, "destructive")).toBe(false);
    expect(isRaise("write", "write")).toBe(false);
  });

  it("saves what differs, bound to the definition that was seen", () => {
    const draft = choose(choose(NO_CHOICE, tool("a"), "destructive"), tool("b"), null);
    expect(changesOf(draft, [tool("a"), tool("b"), tool("c")])).toEqual([
      { tool: "a", class: "destructive", digest: "digest of a", raises: true },
      { tool: "b", class: null, digest: "digest of b", raises: true },
    ]);
  });

  it("forgets a choice that goes back, that somebody else has made, or whose tool is not there", () => {
    expect(choose(choose(NO_CHOICE, tool("a"), "write"), tool("a"), "read").size).toBe(0);
    const draft = choose(NO_CHOICE, tool("a"), "write");
    expect(changesOf(draft, [tool("a", { class: "write" })])).toEqual([]);
    expect(changesOf(draft, [tool("b")])).toEqual([]);
  });

  it("offers to confirm only pinned tools without a class", () => {
    const tools = [tool("a", { class: null }), tool("b", { class: null, state: "drifted" }), tool("c")];
    expect(unclassedOf(tools).map(({ name }) => name)).toEqual(["a"]);
  });
});
