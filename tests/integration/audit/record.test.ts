import { beforeAll, describe, expect, it } from "vitest";
import {
  ENTRY_COLUMNS,
  entryLine,
  entryRow,
  findBody,
  findEntry,
  listEntries,
  putBody,
  record,
  saltBody,
} from "../../../lib/audit/index";
import { canonicalJson, newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import { freshDatabase } from "../../setup/database";

beforeAll(async () => {
  await freshDatabase();
});

describe("record", () => {
  it("numbers the entries of one act in their order and gives them back as they were", async () => {
    const taskId = newId();
    const seqs = await inTransaction((tx) =>
      record(
        tx,
        {
          kind: "task.paused",
          taskId,
          epoch: 2,
          facts: { pausedFor: "idle", note: "No call for 15 min.", stopNow: false },
        },
        { kind: "task.revoked", taskId, epoch: 3, facts: { reason: "It wrote to the wrong place." } },
      ),
    );
    const entries = await listEntries({ taskId }, 10, "oldest");
    expect(entries.map((entry) => [entry.seq, entry.kind, entry.epoch])).toEqual([
      [String(seqs[0]), "task.paused", 2],
      [String(seqs[1]), "task.revoked", 3],
    ]);
    expect(entries[1]?.facts).toEqual({ reason: "It wrote to the wrong place." });
  });

  it("stores the body as canonical JSON with a salt of its own", async () => {
    const [one, two] = await inTransaction((tx) =>
      record(tx, { kind: "instance.stopped", facts: {} }, { kind: "instance.stopped", facts: {} }),
    );
    const first = await findEntry(one ?? 0n);
    const second = await findEntry(two ?? 0n);
    expect(first?.body).toBe(canonicalJson(JSON.parse(first?.body ?? "")));
    expect(first?.body).not.toBe(second?.body);
  });

  it("keeps a tool's name in its column, whatever it holds, and as it came in the body", async () => {
    const tool = "a\tb\n\tapproval.approved\0";
    const event = { kind: "tool.gone", tool, facts: {} } as const;
    expect(entryLine(entryRow(event)).split(/[\t\n\0]/)).toHaveLength(ENTRY_COLUMNS.length);
    const [seq] = await inTransaction((tx) => record(tx, event));
    expect(await findEntry(seq ?? 0n)).toMatchObject({ tool });
  });

  it("leaves nothing behind when its transaction fails", async () => {
    const taskId = newId();
    await expect(
      inTransaction(async (tx) => {
        await record(tx, { kind: "task.revoked", taskId, facts: { reason: "x" } });
        throw new Error("later step failed");
      }),
    ).rejects.toThrow("later step failed");
    expect(await listEntries({ taskId }, 10, "oldest")).toEqual([]);
  });
});

describe("a body", () => {
  it("can be erased but never changed", async () => {
    const body = saltBody(newId(), "arguments", '{"path":"a.txt"}');
    await inTransaction((tx) => putBody(tx, body));
    await expect(db().$executeRaw`UPDATE body SET content = '{}' WHERE call_id = ${body.callId}::uuid`).rejects.toThrow(
      /only be erased/,
    );
    await db()
      .$executeRaw`UPDATE body SET content = NULL, erased_at = clock_timestamp() WHERE call_id = ${body.callId}::uuid`;
    expect((await findBody(body.callId, "arguments"))?.content).toBeNull();
  });
});
