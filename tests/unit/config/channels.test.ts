import { beforeAll, describe, expect, it } from "vitest";
import { configureEgress } from "../../../lib/base/index";
import { readConfig } from "../../../lib/config/index";
import { mistakes, SECRETS, writeFile } from "./files";

beforeAll(() => configureEgress({ allowedRanges: [], loopback: false }));

const WHOLE = `
channels:
  mail: { email: { host: smtp.example.com, user: countersign, password: env:SMTP_PASSWORD, from: A@Example.com } }
  relay: { email: { host: relay.example.com, tls: implicit, from: a@example.com } }
  room: { slack: { url: env:SLACK_URL }, from: destructive, events: [pending], timeZone: Europe/Berlin }
  siem: { webhook: { url: "https://siem.example.com/x", secret: env:SIEM_SECRET }, from: nothing }
`;

describe("the channels of a file", () => {
  it("are read whole, with what they leave out", async () => {
    const { channels } = await readConfig(writeFile(WHOLE), SECRETS);
    expect(channels.map(({ name, settings }) => ({ name, ...settings }))).toEqual([
      {
        name: "mail",
        kind: "email",
        host: "smtp.example.com",
        port: 587,
        tls: "starttls",
        user: "countersign",
        password: SECRETS.SMTP_PASSWORD,
        from: "a@example.com",
      },
      {
        name: "relay",
        kind: "email",
        host: "relay.example.com",
        port: 465,
        tls: "implicit",
        user: "",
        password: undefined,
        from: "a@example.com",
      },
      {
        name: "room",
        kind: "slack",
        url: SECRETS.SLACK_URL,
        from: "destructive",
        events: ["pending"],
        timeZone: "Europe/Berlin",
      },
      {
        name: "siem",
        kind: "webhook",
        url: "https://siem.example.com/x",
        secret: SECRETS.SIEM_SECRET,
        from: null,
        events: ["pending", "decided", "ended"],
        timeZone: "UTC",
      },
    ]);
  });

  it.each([
    ["Room: { slack: { url: env:SLACK_URL } }", /channels\.Room: 1–63 lower-case/],
    ["a: {}", /channels\.a: Say one of email, slack, teams, webhook\./],
    ["a: { slack: { url: env:SLACK_URL }, teams: { url: env:SLACK_URL } }", /channels\.a: Say one of/],
    ["a: { slack: { url: 'https://hooks.slack.com/x' } }", /a\.slack\.url: Secrets do not belong in this file/],
    ["a: { slack: { url: env:NOT_THERE } }", /a\.slack\.url: The environment variable NOT_THERE is not set/],
    ["a: { teams: { url: env:SMTP_PASSWORD } }", /a\.teams\.url: That is not an address/],
    ["a: { webhook: { url: 'http://10.0.0.1/', secret: env:SIEM_SECRET } }", /a\.webhook\.url: 10\.0\.0\.1 leads to/],
    ["a: { webhook: { url: 'https://x.example', secret: env:SMTP_PASSWORD } }", /a\.webhook\.secret: whsec_/],
    ["a: { webhook: { url: 'https://x.example' } }", /a\.webhook\.secret: This is missing/],
    ["a: { email: { host: smtp.example.com, user: u, from: a@b.example } }", /a\.email\.password: The user needs/],
    [
      "a: { email: { host: smtp.example.com, tls: none, user: u, password: env:SMTP_PASSWORD, from: a@b.example } }",
      /a\.email\.tls: Without TLS the password/,
    ],
    ["a: { email: { host: x.example, from: a@b.example }, timeZone: UTC }", /a\.timeZone: Mail goes to people/],
    ["a: { slack: { url: env:SLACK_URL }, timeZone: Mars }", /a\.timeZone: That is not a time zone/],
    ["a: { slack: { url: env:SLACK_URL }, form: read }", /a\.form: There is no such key\. Did you mean from\?/],
  ])("are refused at their line without repeating a secret: %s", async (entry, says) => {
    const found = await mistakes(`channels:\n  ${entry}\n`);
    expect(found).toEqual([expect.stringMatching(says)]);
    for (const secret of Object.values(SECRETS)) expect(found.join()).not.toContain(secret);
  });
});
