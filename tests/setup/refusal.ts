import { expect } from "vitest";
import type { RawAnswer } from "../fakes/raw-request";

export type Refused = { status: number; code: number; id?: unknown };

/** A refusal is a status and a JSON-RPC error with a sentence that repeats nothing of what was sent. */
export function expectRefusal(answer: RawAnswer, { status, code, id }: Refused): void {
  const { jsonrpc, error, ...rest } = JSON.parse(answer.text);
  expect({ status: answer.status, jsonrpc, code: error.code }).toEqual({ status, jsonrpc: "2.0", code });
  expect(answer.headers["content-type"]).toBe("application/json");
  expect(error.message).toMatch(/^["A-Z].*\.$/);
  expect(answer.text).not.toContain("canary");
  expect(rest).toEqual({ id: id ?? null });
}
