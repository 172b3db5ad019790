import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { printCharter, printRule, printServer } from "../../../lib/config/export-entries";
import { VariableNames } from "../../../lib/config/export-names";
import { parseYaml } from "../../../lib/config/parse-yaml";
import { readAgents } from "../../../lib/config/read-agents";
import { readRules } from "../../../lib/config/read-rules";
import { readServers } from "../../../lib/config/read-servers";
import { Reader } from "../../../lib/config/reader";
import { charterSchema } from "../../../lib/tasks/schema";
import { soundBody } from "../policy/arbitraries";

/** Writes something as YAML and reads it as the file is read. */
function readBack<T>(written: unknown, read: (reader: Reader, value: never) => T): T {
  const yaml = parseYaml(stringify(written));
  const reader = new Reader(yaml, {});
  const result = read(reader, yaml.value as never);
  expect(reader.problems).toEqual([]);
  return result;
}

describe("what an export writes", () => {
  it("is the same rule when it is read", () => {
    fc.assert(
      fc.property(soundBody, (body) => {
        expect(readBack([printRule(body)], readRules).map((rule) => rule.body)).toEqual([body]);
      }),
    );
  });

  it("is the same charter when it is read", () => {
    const seconds = fc.option(fc.integer({ min: 1, max: 90 * 86_400 }), { nil: undefined });
    const charters = fc.record(
      {
        purpose: fc.string({ minLength: 1, maxLength: 80, unit: "binary" }).filter((text) => text.trim() !== ""),
        scope: fc.constant([{ server: "files", tools: ["read_file", "on", "1.5", "null"] }]),
        ttl: fc.record({ idleSeconds: seconds, leaseSeconds: seconds, endSeconds: seconds }),
        calls: fc.integer({ min: 1, max: 1_000_000 }),
      },
      { requiredKeys: ["purpose", "scope"] },
    );
    fc.assert(
      fc.property(charters, (given) => {
        const charter = charterSchema.parse(given);
        const said = { bot: { owner: "a@b.example", charter: printCharter(charter) } };
        const read = readBack(said, readAgents).map((agent) => agent.charter);
        const { ttl, ...rest } = charter;
        const asked = Object.fromEntries(Object.entries(ttl ?? {}).filter(([, value]) => value !== undefined));
        expect(read).toEqual([Object.keys(asked).length > 0 ? { ...rest, ttl: asked } : rest]);
      }),
    );
  });

  it("is the same server when it is read", () => {
    const url = "https://mcp.example.com/mcp";
    const classes = fc.dictionary(
      fc.stringMatching(/^[A-Za-z0-9_.\-/]{1,12}$/),
      fc.constantFrom("read", "write", "destructive"),
    );
    fc.assert(
      fc.property(classes, (declared) => {
        const [read] = readBack({ files: printServer({ url, classing: "ask", declared }) }, readServers);
        expect({ ...read?.declared }).toEqual({ ...declared });
      }),
    );
    expect(readBack({ files: printServer({ url, classing: "hints", declared: null }) }, readServers)).toMatchObject([
      { url, classing: "hints", declared: null },
    ]);
  });
});

describe("the names of variables", () => {
  it("are made of whose they are, each once", () => {
    const names = new VariableNames();
    expect(names.make(["release-bot"], "secret")).toBe("RELEASE_BOT_SECRET");
    expect(names.make(["sam", "sam@a.example"], "password")).toBe("SAM_PASSWORD");
    expect(names.make(["sam", "sam@b.example"], "password")).toBe("SAM_B_EXAMPLE_PASSWORD");
    expect(names.make(["sam", "sam@b.example"], "password")).toBe("SAM_B_EXAMPLE_PASSWORD_2");
    expect(names.make(["7zip"], "key")).toBe("_7ZIP_KEY");
    expect(names.all()).toHaveLength(5);
  });
});
