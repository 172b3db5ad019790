import { describe, expect, it } from "vitest";
import { changedContext } from "../../../lib/gateway/changed-context";
import { networkOf } from "../../../lib/gateway/network-of";
import { CONTEXT_PARTS } from "../../../lib/policy/schema";
import type { PinnedTool, Upstream } from "../../../lib/servers/index";

const server: Upstream = {
  id: "s",
  name: "files",
  url: "http://files.example/mcp",
  state: "active",
  era: "modern",
  protocol: "2026-07-28",
  title: null,
};
const tool: PinnedTool = {
  name: "read_file",
  state: "pinned",
  class: "read",
  digest: "d1",
  offeredDigest: null,
  locked: null,
  definition: { name: "read_file", inputSchema: { type: "object" } },
  paramHeaders: [],
};
const approved = {
  workloads: ["client:bot"],
  networks: ["10.0.0.0/24"],
  servers: { files: server.url },
  tools: { "files/read_file": "d1" },
};
const now = { workload: "client:bot", network: "10.0.0.0/24", server, tool };

describe("a context", () => {
  it("that is what was approved changes nothing", () => {
    expect(changedContext(approved, CONTEXT_PARTS, now)).toBeNull();
  });

  it.each([
    ["workload", { workload: "key:bot…x1" }, "The task is called as key:bot…x1; it was approved for client:bot."],
    ["network", { network: "10.0.9.0/24" }, "The task is called from 10.0.9.0/24; it was approved for 10.0.0.0/24."],
    ["server", { server: { ...server, url: "http://b.example/" } }, "The address of files is http://b.example/ now;"],
    ["tools", { tool: { ...tool, digest: "d2" } }, "The definition of read_file on files is not the one"],
    ["tools", { tool: { ...tool, offeredDigest: "d3" } }, "The definition of read_file on files is not the one"],
  ] as const)("whose %s differs says so in its own sentence, where the rule watches it", (part, change, sentence) => {
    const changed = changedContext(approved, [part], { ...now, ...change });
    expect(changed).toMatchObject({ part, pausedFor: part === "tools" ? "tool_drifted" : "context_changed" });
    expect(changed?.note).toContain(sentence);
    const others = CONTEXT_PARTS.filter((name) => name !== part);
    expect(changedContext(approved, others, { ...now, ...change })).toBeNull();
  });

  it("was approved for everyone who called while it was asked for", () => {
    const two = { ...approved, workloads: ["client:bot", "key:bot…x1"] };
    expect(changedContext(two, CONTEXT_PARTS, { ...now, workload: "key:bot…x1" })).toBeNull();
  });

  it("says nothing of a server or tool that it did not hold", () => {
    expect(changedContext({ ...approved, servers: {}, tools: {} }, CONTEXT_PARTS, now)).toBeNull();
  });
});

describe("the network of an address", () => {
  it.each([
    ["192.168.7.9", "192.168.7.0/24"],
    ["::ffff:192.168.7.9", "192.168.7.0/24"],
    ["2001:db8:1:2::3", "2001:db8:1::/48"],
    ["2001:0db8:0001::3", "2001:db8:1::/48"],
    ["::1", "0:0:0::/48"],
    ["fe80::1%eth0", "fe80:0:0::/48"],
    [null, "an unknown network"],
    ["nonsense", "an unknown network"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
