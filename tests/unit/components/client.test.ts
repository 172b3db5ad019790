import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { ApiError, callApi, newKey } from "../../../components/api/client";
import { problemOf } from "../../../components/api/problem";

const sent = vi.fn<typeof fetch>();
const assign = vi.fn();

const answer = (status: number, body: unknown) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });

const headersOf = (call: number): Headers => new Headers(sent.mock.calls[call]?.[1]?.headers);

beforeEach(() => {
  vi.stubGlobal("fetch", sent);
  vi.stubGlobal("location", { pathname: "/tasks", search: "?state=paused", assign });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

async function refusal(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe("calling the API", () => {
  test("gives each write a key of its own, and reads none", async () => {
    sent.mockImplementation(async () => answer(200, {}));
    await callApi("POST", "/api/v1/x", { body: { a: 1 } });
    await callApi("POST", "/api/v1/x", { body: { a: 1 } });
    await callApi("GET", "/api/v1/x");
    expect(headersOf(0).get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
    expect(headersOf(1).get("Idempotency-Key")).not.toBe(headersOf(0).get("Idempotency-Key"));
    expect(headersOf(2).has("Idempotency-Key")).toBe(false);
    expect(headersOf(0).get("Content-Type")).toBe("application/json");
  });

  test("sends the key it is given, so that one intent stays one", async () => {
    sent.mockImplementation(async () => answer(200, {}));
    const key = newKey();
    await callApi("POST", "/api/v1/x", { key });
    expect(headersOf(0).get("Idempotency-Key")).toBe(key);
  });

  test("turns a problem document into an error that knows its code", async () => {
    sent.mockResolvedValue(
      answer(409, {
        type: "about:blank",
        code: "ALREADY_DECIDED",
        title: "Already decided",
        status: 409,
        detail: "Priya denied this.",
        by: "Priya",
      }),
    );
    const error = await refusal(callApi("POST", "/api/v1/x"));
    expect(error).toMatchObject({ code: "ALREADY_DECIDED", status: 409, message: "Priya denied this." });
    expect(error.more).toMatchObject({ by: "Priya" });
    expect(problemOf(error)).toEqual({ title: "Already decided", detail: "Priya denied this.", retriable: false });
  });

  test("goes to sign in, and back, when nobody is signed in any more", async () => {
    sent.mockResolvedValue(answer(401, { code: "NOT_SIGNED_IN", title: "Nobody is signed in", status: 401 }));
    await refusal(callApi("GET", "/api/v1/x"));
    expect(assign).toHaveBeenCalledWith("/sign-in?return=%2Ftasks%3Fstate%3Dpaused&error=SIGNED_OUT");
  });

  test("stays where it is when a password was wrong", async () => {
    sent.mockResolvedValue(answer(401, { code: "SIGN_IN_FAILED", title: "E-mail or password is wrong", status: 401 }));
    await refusal(callApi("POST", "/api/v1/x"));
    expect(assign).not.toHaveBeenCalled();
  });

  test("says that a write may or may not have been recorded when no answer came", async () => {
    sent.mockRejectedValue(new TypeError("Failed to fetch"));
    const error = await refusal(callApi("POST", "/api/v1/x"));
    expect(error.code).toBe("UNREACHABLE");
    expect(problemOf(error)).toMatchObject({ retriable: true });
    expect(error.message).toContain("not known");
  });

  test("says so when the answer is not ours", async () => {
    sent.mockResolvedValue(answer(502, "<html>Bad gateway</html>"));
    expect(await refusal(callApi("GET", "/api/v1/x"))).toMatchObject({ code: "UNREADABLE", status: 502 });
  });

  test("refuses an answer of another shape", async () => {
    sent.mockImplementation(async () => answer(200, { items: "none" }));
    const schema = z.object({ items: z.array(z.string()) });
    expect(await refusal(callApi("GET", "/api/v1/x", { schema }))).toMatchObject({ code: "UNREADABLE" });
  });

  test("gives nothing where there is nothing", async () => {
    sent.mockResolvedValue(new Response(null, { status: 204 }));
    expect(await callApi("DELETE", "/api/v1/x")).toBeUndefined();
  });

  test("lets an abort be an abort", async () => {
    const abort = new AbortController();
    abort.abort();
    sent.mockRejectedValue(new DOMException("aborted", "AbortError"));
    await expect(callApi("GET", "/api/v1/x", { signal: abort.signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

test("an error of the page itself is said without its inner words", () => {
  expect(problemOf(new Error("secret inner words")).detail).not.toContain("secret");
});
