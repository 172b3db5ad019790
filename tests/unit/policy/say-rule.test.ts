import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf, changedFields, DEFAULT_RULE, RULE_FIELDS, type RuleBody, sayRule } from "../../../lib/policy/schema";
import { anyBody, ruleLike } from "./arbitraries";

const text = (change: Partial<RuleBody> = {}) =>
  sayRule({ ...DEFAULT_RULE, ...change })
    .map((part) => part.text)
    .join("");

describe("sayRule", () => {
  it("says the rule of a new installation in plain words", () => {
    expect(text()).toBe(
      "When any agent uses any tool on any server, its task pauses after 15 min idle, is revalidated every 1 h and ends after 8 h, whatever happens. " +
        "It pauses too when work in flight makes no progress for 10 min. " +
        "Starting and resuming need a person. A question nobody answers expires after 30 min. " +
        "Read calls are allowed; write, destructive and unclassed calls are held. An approved call waits 10 min for its agent. " +
        "Read and write questions may be answered with an access token; destructive and unclassed questions only on the page. " +
        "Read, write, destructive and unclassed questions need no passkey. " +
        "When a question waits, those who may answer it are told. " +
        "A change of who calls, the server’s address or the standing of whoever approved it pauses the task. " +
        "More than 20 questions in a minute pause it. One person gives at most 60 approvals in an hour. " +
        "Arguments of 10 names are masked. " +
        "A question takes 1 approver; 1 denial ends it. It goes to nobody else. Breaking the glass gives 15 min. " +
        "What was denied or revoked may be asked for again after 10 min. One grant allows any number of calls. " +
        "Agent keys may open the task. Of the rules that match, the highest priority wins; this one has 0.",
    );
  });

  it.each([
    [{ agent: "release-bot", server: "github", class: "write" }, "When release-bot uses a write tool on github,"],
    [{ agent: "release-*", tool: "get_*" }, "When any agent named release-* uses any tool named get_* on any server,"],
    [{ tool: "push", class: "unclassed" }, "When any agent uses an unclassed tool named push on any server,"],
    [{ agent: "*", server: "git*", tool: "push" }, "When any agent uses push on any server named git*,"],
  ] as const)("says whom and what %j is about", (match, start) => {
    expect(text({ match }).startsWith(start)).toBe(true);
  });

  it("speaks only of the class the rule is about", () => {
    const said = text({ match: { class: "write" } });
    expect(said).toContain("Write calls are held.");
    expect(said).not.toContain("estructive");
  });

  it("says who starts and resumes, and the exception for tools that act without being asked", () => {
    expect(text({ start: "automatic" })).toContain("Starting is automatic, resuming needs a person.");
    expect(text({ resume: "automatic" })).toContain("Starting needs a person, resuming is automatic.");
    const calls = { ...DEFAULT_RULE.calls, write: "allow" } as const;
    expect(text({ resume: "automatic", calls })).toContain(
      "resuming is automatic unless the task holds a tool whose write calls are not held.",
    );
  });

  it("says which questions are signed, and with what, the strictest first", () => {
    const sign = { read: "none", write: "passkey", destructive: "device_passkey", unclassed: "passkey" } as const;
    expect(text({ sign })).toContain(
      "Destructive questions are signed with a passkey that cannot leave its device; write and unclassed questions are signed with a passkey; read questions need no passkey.",
    );
    expect(text({ sign, match: { class: "write" } })).toContain("Write questions are signed with a passkey.");
  });

  it("says that a rule is off, and limits where there are any", () => {
    expect(text({ on: false })).toMatch(/^Off, so it applies to nothing\. When on: When any agent/);
    expect(text({ stallSeconds: null })).toContain("Work in flight may take as long as these clocks allow.");
    expect(text({ callsMax: 120, coolDownSeconds: 0, agentKeys: "deny" })).toContain(
      "asked for again at once. One grant allows at most 120 calls. Agent keys may not open the task.",
    );
  });

  it("says who is told that a question waits", () => {
    expect(text({ tell: [] })).toContain("Nobody is told that a question waits.");
    expect(text({ tell: ["sam@example.com"] })).toContain("When a question waits, sam@example.com is told.");
    expect(text({ tell: ["approvers", "channel:release-room"] })).toContain(
      "When a question waits, those who may answer it and the channel release-room are told.",
    );
  });

  it("says whose approvals suffice, in the words of a card", () => {
    const approvers = [
      { approve: 2 },
      { approve: 1, role: "admin" as const },
      { approve: 1, group: "security", reason: "OPS-#" },
    ];
    expect(text({ approvers, denials: 2 })).toContain(
      "A question takes 2 approvers, or 1 admin, or 1 of security with OPS-# in the reason; 2 denials end it.",
    );
    expect(text({ escalate: { beforeSeconds: 600, group: "leads", approve: 1 } })).toContain(
      "It goes to leads as well, 10 min before the deadline, and 1 of them is enough then.",
    );
  });

  it("links words to a field, each at most once, in sentences without gaps", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const parts = sayRule(body);
        const fields = parts.flatMap(({ field }) => (field ? [field] : []));
        expect(new Set(fields).size).toBe(fields.length);
        for (const field of fields) expect(RULE_FIELDS).toContain(field);
        for (const part of parts) expect(part.text).not.toBe("");
        const whole = parts.map((part) => part.text).join("");
        expect(whole).not.toMatch(/ {2}| [.,;]|undefined|null|NaN/);
        expect(whole.endsWith(".")).toBe(true);
      }),
    );
  });

  it("says something else whenever what a rule does changes", () => {
    const changes: Partial<RuleBody>[] = [
      { on: false },
      { priority: 1 },
      { match: { agent: "a" } },
      { match: { server: "a" } },
      { match: { tool: "a" } },
      { match: { class: "read" } },
      { idleSeconds: 1 },
      { leaseSeconds: 901 },
      { endSeconds: 4000 },
      { decideBySeconds: 1 },
      { stallSeconds: 1 },
      { readySeconds: 1 },
      { coolDownSeconds: 1 },
      { start: "automatic" },
      { resume: "automatic" },
      { calls: { ...DEFAULT_RULE.calls, write: "allow" } },
      { reviewBy: { ...DEFAULT_RULE.reviewBy, write: "page" } },
      { tell: [] },
      { tell: ["approvers", "sam@example.com"] },
      { approvers: [{ approve: 2 }] },
      { approvers: [{ approve: 2 }, { approve: 1, role: "admin" }] },
      { approvers: [{ approve: 1, group: "security", reason: "OPS-#" }] },
      { denials: 2 },
      { escalate: { beforeSeconds: 600, group: "leads", approve: 1 } },
      { escalate: { beforeSeconds: 600, role: "admin", approve: null } },
      { breakGlassSeconds: 60 },
      { callsMax: 1 },
      { agentKeys: "deny" },
    ];
    expect(new Set([text(), ...changes.map(text)]).size).toBe(changes.length + 1);
  });
});

describe("changedFields", () => {
  it("names the fields that differ, nested ones with a dot", () => {
    const after = {
      ...DEFAULT_RULE,
      idleSeconds: 60,
      match: { agent: "a" },
      calls: { ...DEFAULT_RULE.calls, write: "allow" },
    };
    expect(changedFields(DEFAULT_RULE, after as RuleBody)).toEqual(["match.agent", "idleSeconds", "calls.write"]);
  });

  it("covers every field of a rule", () => {
    fc.assert(
      fc.property(anyBody, anyBody, (before, after) => {
        const same = JSON.stringify(bodyOf(before)) === JSON.stringify(bodyOf(after));
        expect(changedFields(before, after).length === 0).toBe(same);
      }),
    );
  });
});

describe("bodyOf", () => {
  it("leaves of a stored rule only what it says, in one order", () => {
    const { name, ...rest } = ruleLike({ name: "x" });
    expect(JSON.stringify(bodyOf({ ...rest, name }))).toBe(JSON.stringify({ ...DEFAULT_RULE, name: "x" }));
  });
});
