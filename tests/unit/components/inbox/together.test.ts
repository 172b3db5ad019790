import { describe, expect, test } from "vitest";
import { foldSiblings, saySiblings, standsFor } from "../../../../components/inbox/inbox-rows";
import { areOfOneTool, whyAlone, whyAloneInFull } from "../../../../components/inbox/together";
import type { ApprovalDetail, ApprovalItem } from "../../../../lib/api/schema";

const ITEM = {
  id: "a",
  kind: "call",
  state: "pending",
  server: "files",
  tool: "read_file",
  calls: 1,
  class: "read",
  sign: "none",
  votes: { have: 0, need: 1 },
  notMine: null,
  siblings: null,
  toAnswer: false,
} as unknown as ApprovalItem; // only what these functions look at

const item = (over: Partial<ApprovalItem>): ApprovalItem => ({ ...ITEM, ...over });

const WAITING = { arguments: { state: "shown" }, rendering: { rows: [] }, toolState: "pinned" };
const detail = (over: object): ApprovalDetail =>
  ({
    ...ITEM,
    waiting: [WAITING],
    rendering: { uninspectable: false },
    quorum: { yours: { counts: true, decides: true, reason: null } },
    ...over,
  }) as unknown as ApprovalDetail;

describe("an approval goes together with others", () => {
  test("when it is one call that reads, which this person alone can decide", () => {
    expect(whyAlone(ITEM)).toBeNull();
    expect(whyAloneInFull(detail({}))).toBeNull();
  });

  test("and else says why it does not", () => {
    expect(whyAlone(item({ class: "write" }))).toBe("It is write; only calls that read go together.");
    expect(whyAlone(item({ class: "destructive" }))).toContain("destructive");
    expect(whyAlone(item({ class: "unclassed" }))).toBe("Nobody has classed its tool.");
    expect(whyAlone(item({ sign: "passkey" }))).toBe("It takes a signature.");
    expect(whyAlone(item({ votes: { have: 1, need: 2 } }))).toBe("It takes 2 people.");
    expect(whyAlone(item({ votes: null }))).toBe("It takes several people.");
    expect(whyAlone(item({ kind: "start" }))).toBe("A start is looked at alone.");
    expect(whyAlone(item({ notMine: "own_agent" }))).toBe("Your own agent.");
  });

  test("only when all of it can be read, and its answer asks for nothing more", () => {
    expect(whyAloneInFull(detail({ rendering: { uninspectable: true } }))).toBe("A part of it cannot be read.");
    expect(whyAloneInFull(detail({ waiting: [{ ...WAITING, arguments: { state: "withheld" } }] }))).toBe(
      "You may not see its arguments.",
    );
    expect(whyAloneInFull(detail({ waiting: [{ ...WAITING, rendering: null }] }))).toBe(
      "Its arguments cannot be shown.",
    );
    expect(whyAloneInFull(detail({ waiting: [{ ...WAITING, toolState: "changed" }] }))).toContain("not the one");
    expect(whyAloneInFull(detail({ waiting: [WAITING, WAITING] }))).toBe("It is not one call.");
    const yours = { counts: true, decides: true, reason: { pattern: "OPS-*" } };
    expect(whyAloneInFull(detail({ quorum: { yours } }))).toBe("Its reason must name OPS-*.");
    expect(whyAloneInFull(detail({ quorum: { yours: { ...yours, decides: false } } }))).toContain("alone");
    expect(whyAloneInFull(detail({ quorum: null }))).toContain("alone");
  });

  test("of the same tool of the same server", () => {
    expect(areOfOneTool(ITEM, item({ id: "b" }))).toBe(true);
    expect(areOfOneTool(ITEM, item({ tool: "list" }))).toBe(false);
    expect(areOfOneTool(ITEM, item({ server: "mail" }))).toBe(false);
  });
});

describe("approvals that ask the same", () => {
  const group = { group: "a", agents: 3, asks: 3, same: true };

  test("are one row, where the first of them stands", () => {
    const items = [item({ siblings: group }), item({ id: "b" }), item({ id: "c", siblings: group })];
    const rows = foldSiblings(items);
    expect(rows.map((row) => [row.item.id, row.others.map(({ id }) => id)])).toEqual([
      ["a", ["c"]],
      ["b", []],
    ]);
    expect(rows.filter((row) => standsFor(row, "c")).map((row) => row.item.id)).toEqual(["a"]);
    expect(rows.some((row) => standsFor(row, undefined))).toBe(false);
  });

  test("fold under another lead when the group's own first is not in the list", () => {
    const items = [item({ id: "b", siblings: group }), item({ id: "c", siblings: group })];
    expect(foldSiblings(items)).toHaveLength(1);
  });

  test("stand alone while their owner is asked something about them", () => {
    const items = ["a", "b"].map((id) => item({ id, siblings: group, toAnswer: true }));
    expect(foldSiblings(items).map((row) => row.item.id)).toEqual(["a", "b"]);
  });

  test("are counted by agents, or by tasks of one agent", () => {
    expect(saySiblings(group)).toBe("3 agents ask the same");
    expect(saySiblings({ ...group, same: false })).toBe("3 agents ask nearly the same");
    expect(saySiblings({ ...group, agents: 1, asks: 2 })).toBe("2 tasks ask the same");
  });
});
