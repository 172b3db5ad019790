import { expect, it } from "vitest";
import type { Json } from "../../../lib/base/index";
import { isRefusal, type ParsedMessage, parseMessage, type Refusal, type RefusalReason } from "../../../lib/mcp/index";

export const LEGACY_HEADERS = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
  "mcp-protocol-version": "2025-11-25",
};

export const MODERN_META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "probe", version: "1.2.3" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

type Headers = Record<string, string | string[] | undefined>;

/** Node's rawHeaders from a record; undefined leaves a header out, a list gives it several times. */
export function rawHeaders(headers: Headers): string[] {
  return Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, one]));
}

export function post(body: Json | Uint8Array, headers: Headers = LEGACY_HEADERS): ParsedMessage | Refusal {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return parseMessage({ headers: rawHeaders(headers), body: bytes });
}

export const legacy = (method: string, params?: Json, id: Json = 1): Json => ({
  jsonrpc: "2.0",
  id,
  method,
  ...(params === undefined ? {} : { params }),
});

export const modern = (method: string, params: { [key: string]: Json } = {}, id: Json = 1): Json =>
  legacy(
    method,
    { ...params, _meta: { ...MODERN_META, ...(params._meta as { [key: string]: Json } | undefined) } },
    id,
  );

export function modernHeaders(method: string, name?: string): Headers {
  return {
    ...LEGACY_HEADERS,
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": method,
    ...(name === undefined ? {} : { "mcp-name": name }),
  };
}

export function refused(result: ParsedMessage | Refusal): Refusal {
  if (!isRefusal(result)) throw new Error(`accepted: ${JSON.stringify(result)}`);
  return result;
}

export function accepted(result: ParsedMessage | Refusal): ParsedMessage {
  if (isRefusal(result)) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result;
}

/** What is sent, and the refusal it gets: status, code, reason and (where it matters) id. */
export type RefusalCase = [
  title: string,
  refusal: { http: number; code: number; reason: RefusalReason; id?: Json },
  result: () => ParsedMessage | Refusal,
];

/** One test per case. Every refusal is a sentence, and none repeats what was sent. */
export function itRefuses(cases: RefusalCase[]): void {
  it.each(cases)("for %s", (_title, { http, code, reason, id }, result) => {
    const refusal = refused(result());
    expect(refusal).toMatchObject({ kind: "refused", reason, http, rpc: { code } });
    if (id !== undefined) expect(refusal.id).toBe(id);
    expect(refusal.rpc.message).toMatch(/^\S.*\.$/);
    expect(JSON.stringify(refusal.rpc)).not.toContain("canary");
  });
}
