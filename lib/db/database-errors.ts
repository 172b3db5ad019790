import { AppError } from "../base/index";

/** The SQLSTATE or Prisma code of an error, "" when it has none. */
export function sqlCode(error: unknown): string {
  const known = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };
  const original = known?.meta?.driverAdapterError?.cause?.originalCode;
  return typeof original === "string" ? original : typeof known?.code === "string" ? known.code : "";
}

const DISK_FULL = "53100";

/** A raw query that found no database says so here alone: it has neither an SQLSTATE nor a code of its own. */
const UNREACHABLE = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TlsConnectionError",
  "TooManyConnections",
]);

/** The same said by the connection itself: by code when it could not be made, in words alone when it broke. */
const CODES = new Set([
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
]);
const BROKEN = /^(Connection terminated|Client (has encountered a connection error|was closed)|timeout exceeded when)/;

/** Tells whether an error means "no database", as opposed to "the database said no". */
export function isOutage(error: unknown): boolean {
  const code = sqlCode(error);
  const known = error as
    | { message?: unknown; meta?: { driverAdapterError?: { cause?: { kind?: unknown } } } }
    | null
    | undefined;
  if (UNREACHABLE.has(String(known?.meta?.driverAdapterError?.cause?.kind))) return true;
  // 57P01–03: terminated, crashed, starting; 08*: connection; 53*: out of resources (disk full); P1001, P1017: unreachable, closed
  return /^(57P0|08|53)/.test(code) || CODES.has(code) || (code === "" && BROKEN.test(String(known?.message)));
}

/** An SQLSTATE; what else has five signs, as EPIPE and Prisma's own P2010, is none. */
const SQLSTATE = /^(\d[0-9A-Z]{4}|(F0|HV|P0|XX)[0-9A-Z]{3})$/;

/**
 * Tells whether PostgreSQL itself refused the statement and goes on: then it is rolled back for certain. After anything
 * else that is open: a lost connection, and a server that ended over its error (no room for its journal is a PANIC) and
 * may find the commit there when it is back.
 */
export function isRolledBack(error: unknown): boolean {
  const code = sqlCode(error);
  return SQLSTATE.test(code) && !/^(57P|08)/.test(code) && !/^(FATAL|PANI)/.test(severityOf(error));
}

function severityOf(error: unknown): string {
  const known = error as { severity?: unknown; meta?: { driverAdapterError?: { cause?: { severity?: unknown } } } };
  return String(known?.meta?.driverAdapterError?.cause?.severity ?? known?.severity);
}

/** Tells a violated unique index, which racing writers meet as a matter of course. */
export function isDuplicate(error: unknown): boolean {
  return ["P2002", "23505"].includes(sqlCode(error));
}

/**
 * An outage as it is told to whoever asked.
 *
 * @param then What that means for them: how the sentence ends.
 */
export function outage(error: unknown, then: string): AppError {
  const what = sqlCode(error) === DISK_FULL ? "The database’s disk is full" : "The database cannot be reached";
  return new AppError("UNAVAILABLE", `${what}; ${then}`, undefined, error);
}
