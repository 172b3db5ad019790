import { describe, expect, it } from "vitest";
import { ApiError } from "../../../../components/api/problem";
import { checkServer, EMPTY_SERVER, refusedServer } from "../../../../components/servers/server-draft";

const refusal = (code: string, detail: string, more = {}) =>
  new ApiError({ code, title: code, status: 422, detail }, more);

describe("a new server's form", () => {
  it("says at each field what is missing", () => {
    expect(checkServer(EMPTY_SERVER)).toEqual({
      errors: { name: expect.stringContaining("Give it a name"), url: expect.stringContaining("address") },
    });
  });

  it("sends a credential only where the server asks for one", () => {
    const draft = { ...EMPTY_SERVER, name: " github ", url: "https://mcp.example.com/mcp", value: "Bearer x" };
    expect(checkServer(draft)).toEqual({
      input: { name: "github", url: "https://mcp.example.com/mcp", classing: "ask", credential: undefined },
    });
    expect(checkServer({ ...draft, hasCredential: true })).toMatchObject({
      input: { credential: { header: "Authorization", value: "Bearer x" } },
    });
    expect(checkServer({ ...draft, hasCredential: true, header: "Mcp-Session-Id" })).toEqual({
      errors: { "credential.header": expect.stringContaining("belongs to the connection") },
    });
  });

  it("puts the guard's refusal at the address, a taken name at the name, and anything else nowhere", () => {
    expect(refusedServer(refusal("ADDRESS_REFUSED", "It is private."))).toEqual({ url: "It is private." });
    expect(refusedServer(refusal("NAME_TAKEN", "Taken."))).toEqual({ name: "Taken." });
    expect(refusedServer(refusal("UNAVAILABLE", "No database."))).toEqual({});
    const errors = [{ path: "credential.value", message: "Too long." }];
    expect(refusedServer(refusal("INVALID_INPUT", "x", { errors }))).toEqual({ "credential.value": "Too long." });
  });
});
