import { beforeAll, describe, expect, it } from "vitest";
import { configureEgress } from "../../../lib/base/index";
import { readConfig } from "../../../lib/config/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { mistakes, SECRETS, writeFile } from "./files";

beforeAll(() => configureEgress({ allowedRanges: [], loopback: true }));

const WHOLE = `
servers:
  everything:
    url: "http://127.0.0.1:3001/mcp"
    classes: { read: [echo, get-sum], write: [put], destructive: [] }
    credential: { header: Authorization, value: "Bearer env:EVERYTHING_TOKEN" }
  trusted: { url: https://mcp.example.com/mcp, classes: hints }
agents:
  release-bot:
    owner: Jane@Example.com
    note: cuts releases
    auth: { secret: "env:RELEASE_BOT_SECRET", key: "env:RELEASE_BOT_KEY" }
    charter:
      purpose: Cut the weekly release
      scope: [{ server: everything, tools: [echo, get-sum] }]
      ttl: { idle: 5m }
      calls: 100
people:
  - { email: jane@example.com, roles: [viewer] }
  - email: sam@example.com
    name: Sam Approver
    roles: [approver]
    seesBodies: false
    password: env:SAM_PASSWORD
    accessToken: { value: env:SAM_TOKEN, rights: [read, operate, review] }
rules:
  - { name: default, match: {}, idle: 15m, lease: 1h, end: 8h, decideBy: 30m, start: approval, resume: approval, hold: [write, destructive, unclassed] }
  - { name: quick, priority: 10, match: { agent: release-* }, end: 5m, start: auto, hold: [], stall: none, reviewBy: page, sign: { write: passkey }, callsMax: 3, tell: [approvers, "channel:room"] }
`;

describe("a configuration file", () => {
  it("is read whole, with what it refers to in the environment", async () => {
    const config = await readConfig(writeFile(WHOLE), SECRETS);
    expect(config.servers).toMatchObject([
      {
        name: "everything",
        url: "http://127.0.0.1:3001/mcp",
        classing: "ask",
        declared: { echo: "read", "get-sum": "read", put: "write" },
        credential: { header: "Authorization", value: "Bearer everything-0123456789" },
      },
      { name: "trusted", classing: "hints", declared: null, credential: null },
    ]);
    expect(config.agents).toMatchObject([
      {
        name: "release-bot",
        owner: "jane@example.com",
        note: "cuts releases",
        secret: SECRETS.RELEASE_BOT_SECRET,
        key: SECRETS.RELEASE_BOT_KEY,
        charter: {
          purpose: "Cut the weekly release",
          scope: [{ server: "everything", tools: ["echo", "get-sum"] }],
          ttl: { idleSeconds: 300 },
          calls: 100,
        },
      },
    ]);
    expect(config.people).toMatchObject([
      {
        email: "jane@example.com",
        name: "jane",
        roles: ["viewer"],
        seesBodies: true,
        password: null,
        accessToken: null,
      },
      {
        email: "sam@example.com",
        name: "Sam Approver",
        roles: ["approver"],
        seesBodies: false,
        password: SECRETS.SAM_PASSWORD,
        accessToken: { value: SECRETS.SAM_TOKEN, rights: ["read", "operate", "review"] },
      },
    ]);
    const [standard, quick] = config.rules.map(({ body }) => body);
    expect(standard).toEqual(DEFAULT_RULE);
    expect(quick).toMatchObject({
      priority: 10,
      match: { agent: "release-*" },
      endSeconds: 300,
      leaseSeconds: 300,
      start: "automatic",
      calls: { read: "allow", write: "allow", destructive: "allow", unclassed: "allow" },
      stallSeconds: null,
      reviewBy: { read: "page", write: "page" },
      sign: { read: "none", write: "passkey" },
      callsMax: 3,
      tell: ["approvers", "channel:room"],
    });
  });

  it("warns with a line of what is allowed but rarely meant", async () => {
    const { warnings } = await readConfig(writeFile(WHOLE), SECRETS);
    expect(warnings.length).toBeGreaterThan(0);
    for (const { line, path } of warnings) expect([line, path[0], path[1]]).toEqual([expect.any(Number), "rules", 1]);
  });

  it("may use words that are something in JavaScript", async () => {
    const tools = "[toString, constructor, __proto__]";
    const text = `servers: { constructor: { url: "https://x.example", classes: { read: ${tools} } } }`;
    const { servers } = await readConfig(writeFile(text), {});
    expect(Object.entries(servers[0]?.declared ?? {})).toEqual([
      ["toString", "read"],
      ["constructor", "read"],
      ["__proto__", "read"],
    ]);
    expect(await mistakes('people: [{ email: a@b.example, password: "env:constructor" }]', {})).toEqual([
      "1:42 people[0].password: The environment variable constructor is not set, or is empty.",
    ]);
  });

  it("may use anchors and merges", async () => {
    const text = `
rules:
  - &usual { name: default, idle: 5m, hold: [write] }
  - { <<: *usual, name: other, priority: 3, match: { agent: a } }
`;
    const { rules } = await readConfig(writeFile(text), {});
    expect(rules.map(({ body }) => [body.name, body.idleSeconds])).toEqual([
      ["default", 300],
      ["other", 300],
    ]);
  });

  it("may declare nothing at all, but must say so", async () => {
    expect(await mistakes("{}")).toEqual([]);
    expect(await mistakes("servers:\nagents:\n")).toEqual([]);
    expect(await mistakes("")).toEqual(["1:1 The file is empty. If nothing shall be declared any more, write {}."]);
    expect(await mistakes("# nothing\n")).toHaveLength(1);
  });
});

describe("a file that cannot be read", () => {
  const refusal = (file: string) => readConfig(file, {}).then(String, (error: Error) => error.message);

  it.each([
    ["is not there", () => "/nowhere/countersign.yaml", "There is no such file."],
    ["is a folder", () => "/", "That is a folder, not a file."],
    ["is too large", () => writeFile(`# ${"x".repeat(1_048_576)}\n`), "at most 1048576 are read."],
    ["is not text", () => writeFile(new Uint8Array([0x61, 0xff, 0xfe])), "The file is not UTF-8 text."],
  ])("is refused when it %s", async (_what, make, sentence) => {
    expect(await refusal(make())).toContain(sentence);
  });

  it("is refused with a code, and the mistakes one by one", async () => {
    await expect(readConfig(writeFile("serverz: {}"), {})).rejects.toMatchObject({
      code: "INVALID_INPUT",
      detail: { problems: [{ line: 1, column: 1, path: ["serverz"] }] },
    });
  });
});
