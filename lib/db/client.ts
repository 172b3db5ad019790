import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../generated/prisma/client";
import { shared } from "../base/index";
import { isOutage, outage, sqlCode } from "./database-errors";

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
 * @throws AppError UNAVAILABLE when the database cannot be reached, or has no room.
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db().$transaction((tx) => work(tx as Tx), { maxWait: 5_000, timeout: 15_000 });
    } catch (error) {
      if (attempt < 3 && RETRIED.has(sqlCode(error))) continue;
      throw isOutage(error) ? outage(error, "nothing was done.") : error;
    }
  }
}
