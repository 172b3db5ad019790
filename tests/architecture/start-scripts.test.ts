import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codeOf, importsOf, sourceAt } from "./sources";

const STATIC = /(?:^|\n)\s*(?:import|export)\b(?:[^"';]*?\bfrom)?\s*["']([^"']+)["']/g;
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const script = /^node (scripts\/[\w-]+\.mjs)$/.exec(line)?.[1];
  return script ? [{ name, script }] : [];
});

/** Everything a script loads before its first line runs. */
function loads(path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const source = sourceAt(path);
  if (!source) return [`${path} is missing`];
  const fixed = new Set([...source.text.matchAll(STATIC)].map(([, specifier]) => specifier));
  return importsOf(source)
    .filter(({ specifier }) => fixed.has(specifier))
    .flatMap(({ specifier, path: next }) => (next ? loads(next, seen) : [specifier]));
}

describe("a command of package.json", () => {
  it.each(commands)("$name exists, and needs nothing but Node before it has installed the rest", ({ script }) => {
    expect(loads(script).filter((specifier) => !specifier.startsWith("node:"))).toEqual([]);
  });

  it("that runs a program of cli/ finds it there", () => {
    const named = codeOf("scripts").flatMap(({ text }) =>
      [...text.matchAll(/runCommand\("([\w-]+)"/g)].map(([, name]) => `cli/${name}.ts`),
    );
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((path) => !sourceAt(path))).toEqual([]);
  });

  it("keeps to itself what needs packages", () => {
    const withPackages = codeOf("scripts").filter((source) =>
      importsOf(source).some(({ specifier, path }) => path === null && !specifier.startsWith("node:")),
    );
    expect(withPackages.map(({ path }) => path)).toEqual([
      "scripts/house/bundle.mjs",
      "scripts/house/find-browser.mjs",
    ]);
  });
});
