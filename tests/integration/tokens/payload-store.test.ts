import { beforeAll, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import { sweepTokens } from "../../../lib/tokens/index";
import { PayloadStore } from "../../../lib/tokens/payload-store";
import { freshDatabase } from "../../setup/database";

beforeAll(() => freshDatabase());

const store = new PayloadStore("RefreshToken");
const other = new PayloadStore("Session");

describe("what the authorization server stores", () => {
  it("is found by id, uid and user code, in its own model only", async () => {
    const payload = { grantId: "g", userCode: "c", uid: "u", kind: "RefreshToken" };
    await store.upsert("one", payload, 60);
    expect(await store.find("one")).toEqual(payload);
    expect(await store.findByUid("u")).toEqual(payload);
    expect(await store.findByUserCode("c")).toEqual(payload);
    expect(await other.find("one")).toBeUndefined();
    await store.upsert("one", { ...payload, uid: "v" }, 60);
    expect(await store.findByUid("u")).toBeUndefined();
  });

  it("says when it was consumed, and is gone when it was destroyed or its grant revoked", async () => {
    for (const id of ["a", "b", "c"]) await store.upsert(id, { grantId: id === "c" ? "g2" : "g1" }, 60);
    await store.consume("a");
    expect(await store.find("a")).toMatchObject({ consumed: expect.any(Number) });
    await store.destroy("a");
    expect(await store.find("a")).toBeUndefined();
    await other.revokeByGrantId("g2");
    expect(await store.find("c")).toBeDefined();
    await store.revokeByGrantId("g2");
    expect(await store.find("c")).toBeUndefined();
    expect(await store.find("b")).toBeDefined();
  });

  it("is not found once it has expired, and swept away", async () => {
    await store.upsert("short", {}, 60);
    await store.upsert("forever", {});
    await db().$executeRaw`UPDATE oidc_payload SET expires_at = clock_timestamp() - interval '1 s' WHERE id = 'short'`;
    expect(await store.find("short")).toBeUndefined();
    expect(await sweepTokens()).toBe(1);
    expect(await store.find("forever")).toBeDefined();
  });
});
