import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const NOT_OURS = new Set([
  "node_modules",
  "generated",
  "dist",
  ".bench",
  ".next",
  ".git",
  ".stamp",
  ".data",
  "test-results",
  "playwright-report",
]);

/** A file of the project: its path from the root, and its text. */
export type Source = { path: string; text: string };

/** What a file imports: as written, and the project's file it leads to (null: a package). */
export type Import = { specifier: string; path: string | null };

/** Every file of the project whose name ends so, made ones left out; files of a data folder someone named are not read. */
export function sourcesIn(folder: string, ending: RegExp): Source[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name);
    if (item.isDirectory()) {
      const foreign = NOT_OURS.has(item.name) || existsSync(join(ROOT, path, "postgres.log"));
      return foreign ? [] : sourcesIn(path, ending);
    }
    return item.isFile() && ending.test(item.name) ? [{ path, text: readFileSync(join(ROOT, path), "utf8") }] : [];
  });
}

const code = sourcesIn(".", /\.(ts|tsx|mjs)$/).filter(({ path }) => path !== "next-env.d.ts");
const byPath = new Map(code.map((source) => [source.path, source]));

/** All code of the project, tests and scripts included. */
export const allCode = (): readonly Source[] => code;

/** The code of some folders, or files, of the project. */
export const codeOf = (...prefixes: string[]) =>
  code.filter(({ path }) => prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)));

const IMPORTS =
  /(?:^|\n)\s*(?:import|export)\b(?:[^"';]*?\bfrom)?\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** What a file imports or exports from elsewhere, types included. */
export function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(IMPORTS)].map(([, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? "";
    return { specifier, path: resolve(path, specifier) };
  });
}

function resolve(from: string, specifier: string): string | null {
  if (!/^(\.|@\/)/.test(specifier)) return null;
  const base = specifier.startsWith("@/") ? specifier.slice(2) : normalize(join(dirname(from), specifier));
  const found = [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`, `${base}/index.ts`].find((path) => byPath.has(path));
  return found ?? base;
}

export const sourceAt = (path: string) => byPath.get(path);
