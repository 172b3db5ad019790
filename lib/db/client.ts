import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../generated/prisma/client";
import { AppError, shared } from "../base/index";

/** A transaction's face; every store function that writes takes one. */
export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction">;

type Holder = { current?: { prisma: PrismaClient; url: string } };

/** The server opens the database once; the page bundles find the same client here. */
const holder = () => shared<Holder>("database", () => ({}));

/**
 * Opens the process's connection pool. Called by server.ts, by scripts and by tests only.
 *
 * @param url A PostgreSQL URL; TCP, or a unix socket as `?host=/path`.
 * @param connections Size of the pool (default 10).
 */
export function openDatabase(url: string, connections = 10): PrismaClient {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: connections }) });
  holder().current = { prisma, url };
  return prisma;
}

/** Closes the pool that openDatabase opened; harmless when none is open. */
export async function closeDatabase(): Promise<void> {
  const open = holder().current;
  delete holder().current;
  await open?.prisma.$disconnect();
}

/** The open database. Throws a plain Error when nothing opened it: that is a mistake of ours, not an outage. */
export function db(): PrismaClient {
  const open = holder().current;
  if (!open) throw new Error("the database is not open: start through server.ts");
  return open.prisma;
}

/** The address of the open database, for connections of one's own: the commit lanes and LISTEN. */
export function databaseUrl(): string {
  const open = holder().current;
  if (!open) throw new Error("the database is not open: start through server.ts");
  return open.url;
}

const RETRIED = new Set(["P2034", "40001", "40P01"]);

/**
 * Runs work in one READ COMMITTED transaction, and again (at most three times) when PostgreSQL chose it as the
 * victim of a deadlock. The work must therefore change nothing but the database.
 *
 * @throws AppError UNAVAILABLE when the database cannot be reached.
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db().$transaction((tx) => work(tx as Tx), { maxWait: 5_000, timeout: 15_000 });
    } catch (error) {
      if (attempt < 3 && RETRIED.has(sqlCode(error))) continue;
      if (isOutage(error))
        throw new AppError("UNAVAILABLE", "The database cannot be reached; nothing was done.", undefined, error);
      throw error;
    }
  }
}

/** The SQLSTATE or Prisma code of an error, "" when it has none. */
export function sqlCode(error: unknown): string {
  const known = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };
  const original = known?.meta?.driverAdapterError?.cause?.originalCode;
  return typeof original === "string" ? original : typeof known?.code === "string" ? known.code : "";
}

/** A raw query that found no database says so here alone: it has neither an SQLSTATE nor a code of its own. */
const UNREACHABLE = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TlsConnectionError",
  "TooManyConnections",
]);

/** The same said by the connection itself: by code when it could not be made, in words alone when it broke. */
// biome-ignore format: a list, to be read in lines
const CODES = new Set([
  "P1001", "P1002", "P1008", "P1017", "P2024", "P2028",
  "ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN",
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

/** Tells a violated unique index, which racing writers meet as a matter of course. */
export function isDuplicate(error: unknown): boolean {
  return ["P2002", "23505"].includes(sqlCode(error));
}
