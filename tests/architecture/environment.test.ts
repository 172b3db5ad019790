import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ENV_SCHEMA, parseEnv } from "../../lib/base/index";

/** Set by the start scripts, not by people. */
const NOT_FOR_PEOPLE = ["NODE_ENV"];

const example = readFileSync(".env.example", "utf8");
const shown = [...example.matchAll(/^# ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);

describe(".env.example", () => {
  it("shows every variable that is read, in the order of the schema, and no other", () => {
    expect(shown).toEqual(Object.keys(ENV_SCHEMA.shape).filter((name) => !NOT_FOR_PEOPLE.includes(name)));
  });

  it("changes nothing as it is: every line is a comment", () => {
    expect(example.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  });

  it("holds values that are accepted when their comment sign is taken away", () => {
    const values = Object.fromEntries(
      [...example.matchAll(/^# ?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(() => parseEnv(values)).not.toThrow();
  });
});
