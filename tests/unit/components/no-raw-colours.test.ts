import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));
}

const RAW = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(/i;

test.each([
  ...filesUnder("styles", /\.css$/).filter((file) => file !== join("styles", "tokens.css")),
  ...filesUnder("components", /\.tsx?$/),
])("%s takes its colours from the tokens", (file) => {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  expect(lines.filter((line) => RAW.test(line.replace(/href="#[^"]*"|"#/g, "")))).toEqual([]);
});

test("every token that a style names exists", () => {
  const tokens = readFileSync(join(root, "styles/tokens.css"), "utf8");
  const defined = new Set([...tokens.matchAll(/--([a-z0-9-]+):/g)].map((found) => found[1]));
  const given = new Set(["p", "depth", "key", "cols", "cols-desk", "cols-narrow", "min", "c2", "c3"]);
  const named = filesUnder("styles", /\.css$/).flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/var\(--([a-z0-9-]+)/g)].map((found) => found[1] ?? ""),
  );
  expect(named.filter((name) => !defined.has(name) && !given.has(name))).toEqual([]);
});
