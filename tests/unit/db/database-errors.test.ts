import pg from "pg";
import { describe, expect, it } from "vitest";
import { isOutage, isRolledBack, outage } from "../../../lib/db/index";

/** What the driver throws when PostgreSQL says this. */
function said(code: string, severity = "ERROR"): Error {
  return Object.assign(new pg.DatabaseError("as it was said", 0, "error"), { code, severity });
}
/** The same as it comes through Prisma. */
const throughPrisma = (originalCode: string, severity = "ERROR") =>
  Object.assign(new Error("Raw query failed"), {
    code: "P2010",
    meta: { driverAdapterError: { cause: { originalCode, severity } } },
  });

describe("a statement that failed", () => {
  it.each(["23505", "53100", "55P03", "40001", "P0001", "XX000"])(
    "is rolled back for certain when PostgreSQL refused it with %s and goes on",
    (code) => {
      expect(isRolledBack(said(code))).toBe(true);
      expect(isRolledBack(throughPrisma(code))).toBe(true);
    },
  );

  it.each([
    ["PANIC", "53100"],
    ["FATAL", "XX000"],
    ["FATAL", "57P01"],
  ])("may have been committed when PostgreSQL ended over it (%s %s)", (severity, code) => {
    expect(isRolledBack(said(code, severity))).toBe(false);
    expect(isRolledBack(throughPrisma(code, severity))).toBe(false);
  });

  it.each(["EPIPE", "ECONNRESET", "08006", "57P02", "P1017", "P2010"])("may have been committed after %s", (code) => {
    expect(isRolledBack(Object.assign(new Error("gone"), { code }))).toBe(false);
  });

  it("may have been committed when nobody knows why it failed", () => {
    expect(isRolledBack(new Error("Connection terminated unexpectedly"))).toBe(false);
    expect(isRolledBack(null)).toBe(false);
  });
});

describe("an outage", () => {
  it("says whether the disk is full or the database away, and what that means", () => {
    expect(isOutage(said("53100"))).toBe(true);
    expect(outage(throughPrisma("53100"), "nothing was done.").message).toBe(
      "The database’s disk is full; nothing was done.",
    );
    expect(outage(said("57P01"), "nothing was done.").message).toBe(
      "The database cannot be reached; nothing was done.",
    );
  });
});
