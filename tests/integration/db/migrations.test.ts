import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "../../../lib/db/index";
import { freshDatabase } from "../../setup/database";

beforeAll(async () => {
  await freshDatabase();
});

const insertEntry = () =>
  db()
    .$executeRaw`INSERT INTO entry (kind, instance_id, body) VALUES ('instance.started', ${randomUUID()}::uuid, '{}')`;

describe("the log's table", () => {
  it("refuses to change an entry", async () => {
    await insertEntry();
    await expect(db().$executeRaw`UPDATE entry SET body = '{"a":1}'`).rejects.toThrow(/append-only/);
    await expect(db().$executeRaw`DELETE FROM entry`).rejects.toThrow(/append-only/);
    await expect(db().$executeRaw`TRUNCATE entry`).rejects.toThrow(/append-only/);
  });

  it("refuses a change in a session that plays replica", async () => {
    await insertEntry();
    await expect(
      db().$transaction([
        db().$executeRawUnsafe("SET LOCAL session_replication_role = replica"),
        db().$executeRawUnsafe("DELETE FROM entry"),
      ]),
    ).rejects.toThrow(/append-only/);
  });
});
