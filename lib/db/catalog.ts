import type pg from "pg";

/** A table of ours: its columns that hold data of their own, and the tables its rows refer to. */
export type TableShape = { table: string; columns: string[] };

/**
 * The tables of a database, each after those its rows refer to. Left out: the list of migrations, columns that
 * PostgreSQL computes, and transaction ids, which mean nothing in another database.
 */
export async function tablesInOrder(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape & { refers: string[] }>(`
    SELECT c.relname AS "table",
      (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid <> 'xid8'::regtype) AS columns,
      ARRAY(SELECT DISTINCT r.relname::text FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS refers
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
    ORDER BY c.relname`);
  const ordered: TableShape[] = [];
  for (let left = rows; left.length > 0; ) {
    const waiting = new Set(left.map(({ table }) => table));
    const ready = left.filter(({ refers }) => !refers.some((other) => waiting.has(other)));
    if (ready.length === 0) throw new Error(`these tables refer to each other in a circle: ${[...waiting].join(", ")}`);
    ordered.push(...ready.map(({ table, columns }) => ({ table, columns })));
    left = left.filter((row) => !ready.includes(row));
  }
  return ordered;
}

/** The migrations a database has, in the order of their names. */
export async function migrationsOf(client: pg.Client): Promise<{ name: string; checksum: string }[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1",
  );
  return rows;
}

/** `table (columns)`, quoted, for a COPY. */
export function copyTarget(client: pg.Client, { table, columns }: TableShape): string {
  return `${client.escapeIdentifier(table)} (${columns.map((name) => client.escapeIdentifier(name)).join(", ")})`;
}
