import { describe, expect, it } from "vitest";
import { allCode, codeOf, type Source, sourcesIn } from "./sources";

const LONGEST = 300;
const CONFIG_FILE = /^[a-z]+\.config\.ts$/;

/** "path:line text" for each line that matches, in files that are not excepted. */
function lines(sources: readonly Source[], pattern: RegExp, except: (path: string) => boolean = () => false): string[] {
  return sources
    .filter(({ path }) => !except(path))
    .flatMap(({ path, text }) =>
      text
        .split("\n")
        .flatMap((line, n) => (pattern.test(line) ? [`${path}:${n + 1} ${line.trim().slice(0, 120)}`] : [])),
    );
}

const thisFile = (path: string) => path === "tests/architecture/files.test.ts";

describe("a file of code", () => {
  it(`has at most ${LONGEST} lines`, () => {
    const long = allCode().filter(({ text }) => text.trimEnd().split("\n").length > LONGEST);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("is named in kebab-case after one thing, not after a drawer", () => {
    const names = codeOf("lib", "components", "cli", "scripts", "server", "tests").map(({ path }) => path);
    expect(names.filter((path) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.(test|spec))?\.(ts|tsx|mjs)$/.test(path))).toEqual([]);
    const drawer = /(^|[/-])(utils?|helpers?|services?|managers?|misc)(\.|\/|-)/;
    expect(names.filter((path) => drawer.test(path) && !path.startsWith("tests/"))).toEqual([]);
  });

  it("says nothing about the machine it was written on", () => {
    const text = sourcesIn(".", /\.(ts|tsx|mjs|css|md|json|ya?ml|sql|prisma|example|sh)$|^run$/).filter(
      ({ path }) => path !== "package-lock.json" && !path.endsWith("tsbuildinfo"),
    );
    expect(lines(text, /(?<![\w.:~$}*-])\/(work|home|Users|root)\/[\w.-]/, thisFile)).toEqual([]);
  });

  it("reads the environment in one place, besides scripts, demonstration, configuration files and tests", () => {
    // what is assigned is told to a library; NODE_ENV in pages is replaced when they are built
    const found = lines(
      allCode(),
      /process\.env\b(?!\.\w+ = )/,
      (path) => path === "lib/base/env.ts" || /^(scripts|tests|bench|demo)\//.test(path) || CONFIG_FILE.test(path),
    );
    expect(found.filter((line) => !/^(app\/|proxy\.ts).*process\.env\.NODE_ENV/.test(line))).toEqual([]);
  });

  it("switches off no check of types, and a check of style only with its reason", () => {
    expect(lines(allCode(), /@ts-(ignore|expect-error|nocheck)|eslint-disable/, thisFile)).toEqual([]);
    expect(lines(allCode(), /biome-ignore(?!(-\w+)? [\w/]+: \S.{7,})/, thisFile)).toEqual([]);
    const any = /^(?!\s*(\*|\/\/)).*(\bas any\b|[:<|]\s*any\s*([;,)>=|[\]&{]|$)|,\s*any>)/;
    expect(lines(allCode(), any, thisFile)).toEqual([]);
  });

  it("leaves nothing for later", () => {
    expect(lines(allCode(), /\b(TODO|FIXME|XXX|HACK)\b|not implemented/i, thisFile)).toEqual([]);
  });

  it("exports by name, where nothing demands a default", () => {
    const found = lines(codeOf("lib", "components", "cli", "scripts"), /^export default\b/);
    expect(found).toEqual([]);
  });
});

describe("a test", () => {
  it("is never skipped, and never alone", () => {
    expect(
      lines(
        codeOf("tests"),
        /\b(it|test|describe)\.(skip|only|todo|fixme|skipIf|runIf)\b|\bx(it|describe)\(/,
        thisFile,
      ),
    ).toEqual([]);
  });

  it("says what happens, not what should", () => {
    expect(lines(codeOf("tests"), /\b(it|test)\(\s*["'`][^"'`]*\bshould\b/, thisFile)).toEqual([]);
  });
});
