import { describe, expect, it } from "vitest";
import { COMPOSITION, moduleOf, placeOf } from "./modules";
import { codeOf, sourcesIn } from "./sources";

/** Table → module and model → module, as the files of the schema say: one per module, named after it. */
function readSchema() {
  const tables = new Map<string, string>();
  const models = new Map<string, string>();
  for (const { path, text } of sourcesIn("prisma/schema", /\.prisma$/)) {
    const owner = path.replace(/^.*\/|\.prisma$/g, "");
    for (const [, name = "", body = ""] of text.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)) {
      tables.set(/@@map\("(\w+)"\)/.exec(body)?.[1] ?? name, owner);
      models.set(name.charAt(0).toLowerCase() + name.slice(1), owner);
    }
  }
  return { tables, models };
}

const { tables, models } = readSchema();
const SQL = /\b(?:FROM|JOIN|INTO|UPDATE|TRUNCATE(?: TABLE)?|LOCK TABLE|COPY)\s+(?:ONLY\s+)?"?([a-z_]+)"?/g;
const PRISMA = /\.(\w+)\.(?:find|create|update|upsert|delete|count|aggregate|groupBy)\w*\(/g;

/** The owners of the tables a text names. */
function namedIn(text: string): { name: string; owner: string }[] {
  const inSql = [...text.matchAll(SQL)].map(([, name = ""]) => ({ name, owner: tables.get(name) }));
  const inPrisma = [...text.matchAll(PRISMA)].map(([, name = ""]) => ({ name, owner: models.get(name) }));
  return [...inSql, ...inPrisma].flatMap(({ name, owner }) => (owner ? [{ name, owner }] : []));
}

describe("a table", () => {
  it("belongs to one module that exists", () => {
    expect(tables.size).toBeGreaterThan(20);
    expect([...tables].filter(([, owner]) => placeOf(owner) < 0)).toEqual([]);
  });

  it("is found by this test in SQL and through Prisma", () => {
    expect(namedIn('SELECT 1 FROM "task" JOIN entry USING (id)').map(({ name }) => name)).toEqual(["task", "entry"]);
    expect(namedIn("tx.upstreamCredential.findUnique({})").map(({ owner }) => owner)).toEqual(["credentials"]);
  });

  it("is named in its own module and to the right of it only", () => {
    const found = codeOf("lib").flatMap(({ path, text }) => {
      const place = placeOf(moduleOf(path) ?? "");
      return namedIn(text)
        .filter(({ owner }) => placeOf(owner) > place)
        .map(({ name, owner }) => `${path} names ${name} of ${owner}`);
    });
    expect(found).toEqual([]);
  });

  it("is not named by pages, components, commands or the composition root", () => {
    const found = codeOf("app", "components", ...COMPOSITION).flatMap(({ path, text }) =>
      namedIn(text).map(({ name }) => `${path} names ${name}`),
    );
    expect(found).toEqual([]);
  });
});
