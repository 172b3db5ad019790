import { beforeAll, describe, expect, it } from "vitest";
import { configureEgress } from "../../../lib/base/index";
import { mistakes } from "./files";

beforeAll(() => configureEgress({ allowedRanges: [], loopback: true }));

describe("a mistake in a configuration file", () => {
  it.each([
    [
      "a typo in a key",
      "agents:\n  bot:\n    ownr: a@b.example\n    owner: a@b.example\n",
      "3:5 agents.bot.ownr: There is no such key. Did you mean owner?",
    ],
    ["a typo in a section", "serverz: {}\n", "1:1 serverz: There is no such key. Did you mean servers?"],
    [
      "a key that is like no other",
      "people:\n  - { email: a@b.example, favouriteColour: blue }\n",
      "2:27 people[0].favouriteColour: There is no such key. Known here: email, name, roles, seesBodies, breakGlass, samePersonAs, password, accessToken.",
    ],
    [
      "a threshold of nobody",
      "rules:\n  - { name: r, approvers: [{ approve: 0 }] }\n",
      "2:39 rules[0].approvers[0].approve: At least 1.",
    ],
    [
      "an escalation to nobody",
      "rules:\n  - { name: r, escalate: { before: 10m } }\n",
      "2:16 rules[0].escalate.group: Name a group, or the admins.",
    ],
    [
      "a word for a reason that could mean two things",
      "rules:\n  - { name: r, approvers: [{ approve: 1, reason: 'OPS-##' }] }\n",
      "2:50 rules[0].approvers[0].reason: A digit or # cannot follow #: where its digits end would not be clear.",
    ],
    [
      "a group whose name is none",
      "groups:\n  'The Leads': [a@b.example]\n",
      "2:3 groups.The Leads: 1–63 lower-case letters, digits and hyphens, not starting or ending with a hyphen.",
    ],
    [
      "a person who is their own second account",
      "people:\n  - { email: a@b.example, samePersonAs: A@b.example }\n",
      "2:41 people[0].samePersonAs: That is this account itself.",
    ],
    [
      "a typo in a word",
      "people:\n  - { email: a@b.example, roles: [aprover] }\n",
      "2:35 people[0].roles[0]: This must be one of viewer, approver, auditor, admin. Did you mean approver?",
    ],
    [
      "a typo in a class",
      "rules:\n  - { name: r, hold: [destructve] }\n",
      "2:23 rules[0].hold[0]: This must be one of read, write, destructive, unclassed. Did you mean destructive?",
    ],
    [
      "a typo inside a choice of forms",
      "rules:\n  - { name: r, reviewBy: { destructve: page } }\n",
      "2:28 rules[0].reviewBy.destructve: There is no such key. Did you mean destructive?",
    ],
    [
      "a wrong type",
      "people:\n  - { email: a@b.example, roles: approver }\n",
      "2:34 people[0].roles: This must be a list, not a text.",
    ],
    ["a list where a map belongs", "servers: [a]\n", "1:1 servers: This must be a map (key: value), not a list."],
    [
      "something that is missing",
      "agents:\n  other: { owner: a@b.example }\n  bot:\n    note: x\n",
      "3:3 agents.bot.owner: This is missing.",
    ],
    [
      "an entry without anything",
      "servers:\n  files:\n",
      "2:3 servers.files: This must be a map (key: value), not empty.",
    ],
    [
      "a duration without a unit",
      "rules:\n  - { name: r, idle: 15 }\n",
      "2:22 rules[0].idle: Write a duration with its unit, such as 90s, 15m, 1h30m or 7d.",
    ],
    [
      "a duration that is none",
      "rules:\n  - name: r\n    idle: soon\n",
      "3:11 rules[0].idle: Write a duration with its unit, such as 90s, 15m, 1h30m or 7d.",
    ],
    ["a duration out of bounds", "rules:\n  - { name: r, idle: 8d }\n", "2:22 rules[0].idle: Between 1 s and 7 d."],
    [
      "a name that is none",
      "servers:\n  My_Server: { url: 'https://mcp.example.com' }\n",
      "2:3 servers.My_Server: 1–63 lower-case letters, digits and hyphens, not starting or ending with a hyphen.",
    ],
    [
      "an address with credentials",
      "servers:\n  a: { url: 'https://u:p@mcp.example.com' }\n",
      "2:13 servers.a.url: Leave the credentials out of the address; there is a field for them.",
    ],
    [
      "an address in a private network",
      "servers:\n  a: { url: 'http://10.0.0.1/mcp' }\n",
      "2:13 servers.a.url: 10.0.0.1 leads to this machine or into a private network. An operator can allow that network by listing it.",
    ],
    [
      "a header that is not a credential's",
      "servers:\n  a: { url: 'https://mcp.example.com', credential: { header: Host, value: 'env:EVERYTHING_TOKEN' } }\n",
      "2:62 servers.a.credential.header: That header belongs to the connection or to MCP, not to a credential.",
    ],
    [
      "a tool of two classes",
      "servers:\n  a: { url: 'https://mcp.example.com', classes: { read: [x], write: [y, x] } }\n",
      "2:73 servers.a.classes.write[1]: This tool stands under read already.",
    ],
    [
      "a class mode that is none",
      "servers:\n  a: { url: 'https://mcp.example.com', classes: hint }\n",
      "2:49 servers.a.classes: This must be hints. Did you mean hints? Or: This must be a map (key: value), not a text.",
    ],
    [
      "a person twice",
      "people:\n  - { email: a@b.example }\n  - { email: A@B.example }\n",
      "3:14 people[1].email: This person stands in the list already, at people[0].",
    ],
    [
      "a server named twice in a scope",
      "agents:\n  b: { owner: a@b.example, charter: { purpose: x, scope: [{ server: s, tools: [t] }, { server: s, tools: [u] }] } }\n",
      "2:51 agents.b.charter.scope: Each server is named once.",
    ],
    [
      "a key of an agent without a charter",
      "agents:\n  b: { owner: a@b.example, auth: { key: 'env:RELEASE_BOT_KEY' } }\n",
      "2:41 agents.b.auth.key: A key cannot say what its task is for, so its agent needs a charter.",
    ],
  ])("is told for %s, with its line", async (_what, text, expected) => {
    expect(await mistakes(text)).toEqual([expected]);
  });

  it.each([
    ["policies: ./policies\n", "1:1 policies: This version does not support Cedar policies. Say it with rules."],
    [
      "servers:\n  a: { url: 'https://x.example', command: [node] }\n",
      "2:34 servers.a.command: This version does not support servers that it starts itself (stdio). Start the server elsewhere and write its url.",
    ],
    [
      "agents:\n  b: { owner: a@b.example, auth: { publicKey: x } }\n",
      "2:36 agents.b.auth.publicKey: This version does not support agents' public keys. Use secret or key.",
    ],
    [
      "agents:\n  b: { owner: a@b.example, auth: { spiffe: x } }\n",
      "2:36 agents.b.auth.spiffe: This version does not support SPIFFE identities. Use secret or key.",
    ],
    [
      "agents:\n  b: { owner: a@b.example, auth: { oidc: x } }\n",
      "2:36 agents.b.auth.oidc: This version does not support workload tokens of other issuers. Use secret or key.",
    ],
  ])("says what this version does not support: %j", async (text, expected) => {
    expect(await mistakes(text)).toEqual([expected]);
  });

  it.each([
    [
      "idle longer than the lease",
      "rules:\n  - name: r\n    idle: 2h\n    lease: 1h\n",
      "3:11 rules[0].idle: Longer than the lease (1 h), so it never fires. Use 1 h or less.",
    ],
    [
      "a lease longer than the end",
      "rules:\n  - name: r\n    lease: 4h\n    end: 3h\n",
      "3:12 rules[0].lease: Longer than the absolute end (3 h), so it never needs to be renewed. Use 3 h or less.",
    ],
    [
      "two rules of one name",
      "rules:\n  - { name: r }\n  - { name: r, priority: 4 }\n",
      "3:13 rules[1].name: There is a rule r already. Choose another name.",
    ],
    [
      "two rules that say the same",
      "rules:\n  - { name: r, priority: 4 }\n  - { name: s, priority: 4 }\n",
      "3:26 rules[1].priority: Rule r matches the same and has priority 4 too, so neither comes first. Use another priority, or match something else.",
    ],
    [
      "a contradiction with what the other one leaves out",
      "rules:\n  - { name: r, match: { agent: a } }\n  - { name: s, match: { agent: a } }\n",
      "3:5 rules[1].priority: Rule r matches the same and has priority 0 too, so neither comes first. Use another priority, or match something else.",
    ],
  ])("is told for contradictory rules: %s", async (_what, text, expected) => {
    expect(await mistakes(text)).toEqual([expected]);
  });

  it.each([
    [
      "a key twice",
      "servers:\n  a: { url: 'https://x.example' }\n  a: { url: 'https://y.example' }\n",
      "3:3 This key stands here twice.",
    ],
    ["tabs", "rules:\n\t- { name: r }\n", "2:1 Indent with spaces, not with tabs."],
    ["a tag", "people: !!js/function x\n", "1:9 Tags (!…) are not supported here."],
    ["binary data", "people: !!binary aGVsbG8=\n", "1:9 Tags (!…) are not supported here."],
    ["an alias of nothing", "people: *nobody\n", "1:9 There is no anchor of this name above."],
    ["an alias that leads into itself", "people: &a [*a]\n", "1:13 This alias leads into itself."],
    [
      "two documents",
      "people: []\n---\nrules: []\n",
      "2:1 There is one configuration in a file: leave out what follows ---.",
    ],
    ["a key that is a list", "? [a]\n: b\n", "1:3 A key must be a plain name."],
    ["an open quote", "people: 'x\n", "2:1 A closing quote, bracket or brace, or a comma, is missing before this."],
  ])("is told for what is not strict YAML: %s", async (_what, text, expected) => {
    expect(await mistakes(text)).toEqual([expected]);
  });

  it("is told for aliases that multiply", async () => {
    const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(", ")}]`);
    expect(await mistakes(`a0: &a0 [x, x, x, x]\n${levels.join("\n")}\n`)).toEqual([
      "1:1 Its aliases multiply into far more than the file holds.",
    ]);
  });

  it("hides no other: all of them are told at once, in the order of lines", async () => {
    const text = `
servers:
  a: { url: nowhere }
agents:
  b: { owner: nobody, auth: { secret: "env:UNSET" } }
  c: { owner: a@b.example, auth: { secret: "env:UNSET" } }
people:
  - { email: a@b.example, password: "env:UNSET_TOO" }
rules:
  - { name: r, idle: 2h, lease: 1h }
  - { name: r, colour: blue }
extra: 1
`;
    const found = await mistakes(text);
    expect(found.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "3:13 servers.a.url:",
      "5:15 agents.b.owner:",
      "6:44 agents.c.auth.secret:",
      "8:37 people[0].password:",
      "10:22 rules[0].idle:",
      "11:16 rules[1].colour:",
      "12:1 extra:",
    ]);
  });
});
