import { TriangleAlert } from "lucide-react";
import type { Settings } from "@/lib/api/schema";
import { formatCount } from "../ui/count";
import { Notice } from "../ui/notice";
import { Facts, Section } from "../ui/section";

type Database = NonNullable<Settings["system"]>["database"];

const KINDS: Readonly<Record<Database["kind"], string>> = {
  embedded: "started and kept by this process",
  given: "your own, from DATABASE_URL",
};

/** The database, and whatever weakens what the log promises. */
export function DatabaseFacts({ database }: { database: Database }) {
  return (
    <Section title="Database">
      <Facts
        facts={[
          { name: "PostgreSQL", value: database.version },
          { name: "Kind", value: KINDS[database.kind] },
          { name: "Size", value: `${formatCount(database.bytes / 1_000_000)} MB` },
        ]}
      />
      {database.notes.map((note) => (
        <Notice key={note} tone="wait" icon={TriangleAlert}>
          {note}
        </Notice>
      ))}
      {database.notes.length === 0 && <p className="hint">Nothing of its roles and settings weakens the log.</p>}
    </Section>
  );
}
