import { expect, it } from "vitest";
import { sayLock } from "../../../lib/identity/schema";

const lock = { at: "2026-09-17T14:42:07.123Z", by: { id: "1", name: "Sam" }, reason: "It deletes too much" };

it("says a lock as one sentence: who, when and why", () => {
  expect(sayLock(lock)).toBe("Locked by Sam at 2026-09-17 14:42 UTC: It deletes too much.");
  expect(sayLock({ ...lock, reason: "Why so many?" })).toBe("Locked by Sam at 2026-09-17 14:42 UTC: Why so many?");
});
