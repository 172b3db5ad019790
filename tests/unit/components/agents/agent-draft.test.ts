import { describe, expect, it } from "vitest";
import { checkAgent, emptyAgent, refusedAgent } from "../../../../components/agents/agent-draft";
import { checkCharter, draftOf, EMPTY_CHARTER, withTools } from "../../../../components/agents/charter-draft";
import { standingOf } from "../../../../components/agents/credential-standing";
import { ApiError } from "../../../../components/api/problem";
import type { Credential } from "../../../../lib/api/schema";

const OWNER = "01a20502-8631-74d8-917c-705f7b59b7c4";
const SCOPE = [{ server: "github", tools: ["list_releases"] }];
const CHARTER = { ...EMPTY_CHARTER, purpose: "Cut the weekly release", scope: SCOPE };

describe("a charter's form", () => {
  it("gives the charter that was written, and back", () => {
    const body = { purpose: "Cut it", scope: SCOPE, ttl: { idleSeconds: 600, endSeconds: 3600 }, calls: 1500 };
    expect(checkCharter(draftOf(body))).toEqual({ charter: body });
    expect(checkCharter({ ...CHARTER, calls: "1 500" })).toMatchObject({ charter: { calls: 1500 } });
    expect(checkCharter(CHARTER)).toEqual({ charter: { purpose: CHARTER.purpose, scope: SCOPE } });
  });

  it("says at each field what is wrong", () => {
    const checked = checkCharter({ ...EMPTY_CHARTER, idleSeconds: 7200, endSeconds: 3600, calls: "many" });
    expect(checked).toEqual({
      errors: {
        purpose: expect.stringContaining("Say what the task is for"),
        scope: expect.stringContaining("at least one tool"),
        idleSeconds: expect.stringContaining("Longer than the end"),
        calls: expect.stringContaining("A whole number"),
      },
    });
    expect(checkCharter({ ...CHARTER, leaseSeconds: 0 })).toMatchObject({
      errors: { leaseSeconds: expect.anything() },
    });
  });

  it("never takes a limit that cannot be read for none", () => {
    expect(checkCharter({ ...CHARTER, endSeconds: Number.NaN })).toEqual({
      errors: { endSeconds: "Write a number, such as 30 or 1.5." },
    });
  });

  it("keeps servers and tools in order, each once, and drops a server without tools", () => {
    const scope = withTools(withTools([], "slack", ["post", "post", "list"]), "github", ["merge"]);
    expect(scope).toEqual([
      { server: "github", tools: ["merge"] },
      { server: "slack", tools: ["list", "post"] },
    ]);
    expect(withTools(scope, "slack", [])).toEqual([{ server: "github", tools: ["merge"] }]);
  });
});

describe("a new agent's form", () => {
  it("sends name, owner, credential and charter", () => {
    const draft = { ...emptyAgent(OWNER), name: " release-bot ", charter: CHARTER };
    expect(checkAgent(draft)).toEqual({
      input: {
        name: "release-bot",
        ownerId: OWNER,
        note: "",
        credential: "secret",
        charter: { purpose: CHARTER.purpose, scope: SCOPE },
      },
    });
  });

  it("asks for no charter of an agent that sends one, but for one behind a key", () => {
    const draft = { ...emptyAgent(OWNER), name: "release-bot", hasCharter: false };
    expect(checkAgent(draft)).toMatchObject({ input: { charter: undefined } });
    expect(checkAgent({ ...draft, credential: "key" })).toEqual({
      errors: { charter: expect.stringContaining("needs a charter") },
    });
  });

  it("says what is missing, and a charter's faults at the charter's own fields", () => {
    expect(checkAgent({ ...emptyAgent(""), credential: "key" })).toEqual({
      errors: {
        name: expect.stringContaining("Give it a name"),
        ownerId: expect.stringContaining("Choose who"),
        purpose: expect.any(String),
        scope: expect.any(String),
      },
    });
    const errors = [{ path: "charter.scope", message: "There is no server called x here." }];
    const refusal = new ApiError({ code: "INVALID_INPUT", title: "x", status: 422 }, { errors });
    expect(refusedAgent(refusal)).toEqual({ scope: "There is no server called x here." });
  });
});

describe("a credential", () => {
  const credential = (over: Partial<Credential>): Credential => ({
    id: OWNER,
    agentId: OWNER,
    kind: "secret",
    hint: "abcd",
    source: "page",
    createdAt: "2026-09-17T12:00:00.000Z",
    expiresAt: null,
    revokedAt: null,
    usedAt: null,
    ...over,
  });
  const now = Date.parse("2026-09-17T13:00:00.000Z");

  it("is active, ending while a newer one takes over, expired after that, or revoked", () => {
    expect(standingOf(credential({}), now)).toBe("active");
    expect(standingOf(credential({ expiresAt: "2026-09-17T14:00:00.000Z" }), now)).toBe("ending");
    expect(standingOf(credential({ expiresAt: "2026-09-17T13:00:00.000Z" }), now)).toBe("expired");
    const revokedAt = "2026-09-17T12:30:00.000Z";
    expect(standingOf(credential({ revokedAt, expiresAt: "2026-09-17T14:00:00.000Z" }), now)).toBe("revoked");
  });
});
