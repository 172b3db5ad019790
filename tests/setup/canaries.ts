import { inspect } from "node:util";
import { db } from "../../lib/db/index";

/** The secrets that a test pushes through, by what they are. */
export type Canaries = Record<string, string>;

/** A secret as it could be written: as it is, in an address, in JSON, encoded. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, json, json.replaceAll("/", "\\/"), encodeURIComponent(secret), bytes.toString("hex")];
  return [...forms, bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url")];
}

/** Which of the secrets stand in a text, in whatever form. */
export function canariesIn(text: string, canaries: Canaries): string[] {
  return Object.entries(canaries).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  );
}

/** What stands in which table: the rows as PostgreSQL writes them, all of them. */
export async function readTables(): Promise<Record<string, string>> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  const texts: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await db().$queryRawUnsafe<{ text: string }[]>(`SELECT t::text AS text FROM "${name}" AS t`);
    texts[name] = rows.map(({ text }) => text).join("\n");
  }
  return texts;
}

/** Everything that a program was told over HTTP, as it was told. */
export class Heard {
  readonly #texts: string[] = [];

  /** Asks, keeps the whole answer, and gives its text back. */
  async ask(url: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
    const response = await fetch(url, { redirect: "manual", ...init });
    const text = await response.text();
    this.note(`${response.status} ${inspect([...response.headers])} ${text}`);
    return { status: response.status, text };
  }

  note(text: string): void {
    this.#texts.push(text);
  }

  /** Each answer with a secret in it. */
  with(canaries: Canaries): { found: string[]; text: string }[] {
    return this.#texts.flatMap((text) => {
      const found = canariesIn(text, canaries);
      return found.length > 0 ? [{ found, text: text.slice(0, 500) }] : [];
    });
  }
}
