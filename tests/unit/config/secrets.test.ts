import { beforeAll, describe, expect, it } from "vitest";
import { configureEgress } from "../../../lib/base/index";
import { mistakes } from "./files";

beforeAll(() => configureEgress({ allowedRanges: [], loopback: true }));

describe("a secret", () => {
  const canary = "canary-7f3a9c1e5b2d8f4a6c0e";

  it("must be named by a variable that is set", async () => {
    const text = 'people:\n  - { email: a@b.example, password: "env:NOT_THERE" }\n';
    const expected = ["2:37 people[0].password: The environment variable NOT_THERE is not set, or is empty."];
    expect(await mistakes(text, {})).toEqual(expected);
    expect(await mistakes(text, { NOT_THERE: "" })).toEqual(expected);
  });

  it.each([
    `people:\n  - { email: a@b.example, password: ${canary} }\n`,
    `people:\n  - { email: a@b.example, accessToken: { value: ${canary}, rights: [read] } }\n`,
    `agents:\n  b: { owner: a@b.example, auth: { secret: ${canary} } }\n`,
    `servers:\n  a: { url: 'https://x.example', credential: { header: Authorization, value: Bearer ${canary} } }\n`,
  ])("is refused in the file itself, and not repeated: %#", async (text) => {
    const [found = "", ...others] = await mistakes(text);
    expect(others).toEqual([]);
    expect(found).toContain("Secrets do not belong in this file.");
    expect(found).not.toContain(canary);
  });

  it.each([
    `people: [{ email: a@b.example, roles: ${canary} }]`,
    `people: [{ email: ${canary} }]`,
    `people: ${canary}`,
    `rules: [{ name: r, idle: ${canary}, start: ${canary}, hold: [${canary}], callsMax: ${canary} }]`,
    `servers: { a: { url: ${canary}, classes: ${canary} } }`,
    `servers: { a: { url: "https://x.example" ${canary}`,
    `servers: { a: "${canary}\n`,
    `a: b: ${canary}`,
    `- ${canary}\n x: 1`,
  ])("in the wrong place is not repeated by what is said about it: %#", async (text) => {
    const found = await mistakes(text);
    expect(found).not.toEqual([]);
    expect(found.join("\n")).not.toContain(canary);
  });

  it("that is weak, malformed or shared is refused without repeating it", async () => {
    const text = `
people:
  - { email: a@b.example, password: "env:SHORT", accessToken: { value: "env:SHORT", rights: [read] } }
  - { email: b@b.example, accessToken: { value: "env:TOKEN", rights: [read] } }
  - { email: c@b.example, accessToken: { value: "env:TOKEN", rights: [read] } }
agents:
  one: { owner: a@b.example, auth: { secret: "env:SHORT", key: "env:NO_KEY" }, charter: &c { purpose: p, scope: [{ server: s, tools: [t] }] } }
  two: { owner: a@b.example, auth: { key: "env:KEY" }, charter: *c }
  three: { owner: a@b.example, auth: { key: "env:KEY" }, charter: *c }
servers:
  s: { url: "https://x.example", credential: { header: X-Key, value: "env:LINES" } }
`;
    const environment = {
      SHORT: "canary",
      TOKEN: canary,
      NO_KEY: `${canary}-${canary}`,
      KEY: `csk_${canary}-${canary}`,
      LINES: `${canary}\n${canary}`,
    };
    const found = await mistakes(text, environment);
    expect(found.map((line) => line.split(" ")[1])).toEqual([
      "people[0].password:",
      "people[0].accessToken.value:",
      "people[2].accessToken.value:",
      "agents.one.auth.secret:",
      "agents.one.auth.key:",
      "agents.three.auth.key:",
      "servers.s.credential.value:",
    ]);
    expect(found.join("\n")).not.toContain("canary");
  });
});
