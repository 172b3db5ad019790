import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "../../lib/db/index";
import { statusDoor } from "../../server/status";
import { atEnd } from "../setup/clean-up";
import { type House, startHouse } from "../setup/house";

let house: House;
let metrics: () => Promise<string>;

beforeAll(async () => {
  house = await startHouse();
  const door = statusDoor(house.machines);
  const server = createServer((request, response) => void door(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  atEnd(() => server.close());
  const { port } = server.address() as AddressInfo;
  metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
});

const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });

async function come(body: string, more: Record<string, string> = {}): Promise<number> {
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2025-11-25",
    ...more,
  };
  return (await fetch(house.mcp("files"), { method: "POST", headers, body })).status;
}

describe("what is refused before it is decided", () => {
  it("is counted by its reason in /metrics, and leaves no entry", async () => {
    const before = await db().entry.count();
    expect(await come(PING)).toBe(401);
    expect(await come(PING, { authorization: "Bearer not.a.token" })).toBe(401);
    expect(await come(PING, { authorization: "Bearer nor.is.this" })).toBe(401);
    expect(await come('{"a":1,"a":2}')).toBe(400);
    expect(await come("[]")).toBe(400);
    expect(await come(PING, { origin: "https://evil.example" })).toBe(403);
    const lines = (await metrics())
      .split("\n")
      .filter((line) => line.startsWith("countersign_requests_refused_total{"));
    expect(
      Object.fromEntries(
        lines.map((line) =>
          line
            .split(/[{}]/)
            .slice(1)
            .map((part) => part.trim()),
        ),
      ),
    ).toEqual({
      'reason="NOT_SIGNED_IN"': "1",
      'reason="TOKEN_INVALID"': "2",
      'reason="DUPLICATE_KEY"': "1",
      'reason="BATCH"': "1",
      'reason="CROSS_SITE"': "1",
    });
    expect(await db().entry.count()).toBe(before);
  });
});
