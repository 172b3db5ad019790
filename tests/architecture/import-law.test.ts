import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMPOSITION, isFace, isSchema, MODULES, moduleOf, PAGES_ONLY, placeOf, ROUTES, START_ONLY } from "./modules";
import { allCode, codeOf, type Import, importsOf, type Source, sourceAt } from "./sources";

/** "from → to" for each import of these files that is not allowed. */
function breaches(sources: readonly Source[], isAllowed: (item: Import, from: Source) => boolean): string[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((item) => !isAllowed(item, source))
      .map(({ specifier, path }) => `${source.path} → ${path ?? specifier}`),
  );
}

const isWithin = (path: string | null, folder: string) => path?.startsWith(`${folder}/`) ?? false;

describe("the import law", () => {
  it("knows every module", () => {
    expect(readdirSync("lib").filter((name) => placeOf(name) < 0)).toEqual([]);
    expect(new Set(MODULES).size).toBe(MODULES.length);
  });

  it("lets a module import only faces of modules to its left", () => {
    const found = breaches(codeOf("lib"), ({ path }, from) => {
      if (path === null || isWithin(path, "generated")) return true;
      const [own, other] = [moduleOf(from.path) ?? "", moduleOf(path) ?? ""];
      return (
        own === other || (placeOf(other) >= 0 && placeOf(other) < placeOf(own) && (isFace(path) || path === ROUTES))
      );
    });
    expect(found).toEqual([]);
  });

  it("lets pages import faces and components only", () => {
    const found = breaches(codeOf("app", "proxy.ts"), ({ path }) => {
      return (
        path === null ||
        isFace(path) ||
        path === PAGES_ONLY ||
        path === ROUTES ||
        isWithin(path, "components") ||
        isWithin(path, "app") ||
        isWithin(path, "styles")
      );
    });
    expect(found).toEqual([]);
  });

  it("lets components import schemas, routes and other components only", () => {
    const found = breaches(codeOf("components"), ({ path }) => {
      return path === null || isSchema(path) || path === ROUTES || isWithin(path, "components");
    });
    expect(found).toEqual([]);
  });

  it("lets the composition roots import faces, and alone start the embedded database", () => {
    const found = breaches(codeOf(...COMPOSITION), ({ path }) => {
      if (path === null || path === "package.json") return true;
      return isFace(path) || path === START_ONLY || path === ROUTES || isWithin(path, "server");
    });
    expect(found).toEqual([]);
    const starters = codeOf("lib", "app", "components").filter(
      (source) => moduleOf(source.path) !== "db" && importsOf(source).some(({ path }) => path === START_ONLY),
    );
    expect(starters.map(({ path }) => path)).toEqual([]);
  });

  it("has no product code that leans on tests", () => {
    const found = breaches(
      codeOf("lib", "app", "components", "scripts", ...COMPOSITION),
      ({ path }) => !isWithin(path, "tests"),
    );
    expect(found).toEqual([]);
  });
});

describe("what a browser loads", () => {
  it("reaches nothing of Node and no package but zod through a schema", () => {
    const seen = new Set<string>();
    const trouble: string[] = [];
    const visit = (path: string) => {
      const source = sourceAt(path);
      if (!source || seen.has(path)) return;
      seen.add(path);
      for (const { specifier, path: next } of importsOf(source)) {
        if (next) visit(next);
        else if (specifier !== "zod") trouble.push(`${path} → ${specifier}`);
      }
    };
    for (const { path } of codeOf("lib")) if (isSchema(path) || path === ROUTES) visit(path);
    expect(seen.size).toBeGreaterThan(MODULES.length / 2);
    expect(trouble).toEqual([]);
  });
});

describe("imports", () => {
  it("lead somewhere", () => {
    const found = breaches(allCode(), ({ path }, from) => {
      if (path === null || isWithin(path, "generated") || isWithin(path, "dist") || !/\.tsx?$/.test(from.path))
        return true;
      return sourceAt(path) !== undefined || /\.(css|json)$/.test(path);
    });
    expect(found).toEqual([]);
  });

  it("never go in a circle", () => {
    expect(circles(codeOf("lib", "components", "app", "scripts", ...COMPOSITION))).toEqual([]);
  });
});

/** Each circle of imports once, as "a → b → a"; depth first, every file visited once. */
function circles(sources: readonly Source[]): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    const source = sourceAt(path);
    if (!source || done.has(path) || trail.includes(path)) return;
    for (const { path: next } of importsOf(source)) if (next) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return found;
}
