import type { z } from "zod";
import type { ParsedYaml } from "./parse-yaml";
import type { Path, Problem } from "./problem";
import { flattenIssues, sayIssue } from "./say-issue";
import { sayUnknownKey } from "./unknown-key";

/** The variables that `env:NAME` refers to. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads entries of one file and collects everything that is wrong, so that all of it is told at once. */
export class Reader {
  readonly problems: Problem[];
  readonly warnings: Problem[] = [];
  readonly #yaml: ParsedYaml;
  readonly #environment: Environment;

  constructor(yaml: ParsedYaml, environment: Environment) {
    this.problems = [...yaml.problems];
    this.#yaml = yaml;
    this.#environment = environment;
  }

  /** Notes a mistake; `of` says whether its place is the value's or the key's. */
  refuse(path: Path, sentence: string, of: "value" | "key" = "value"): null {
    this.problems.push({ ...this.#yaml.place(path, of), path, sentence });
    return null;
  }

  warn(path: Path, sentence: string): void {
    this.warnings.push({ ...this.#yaml.place(path), path, sentence });
  }

  /** Reads what stands at a path by its schema; null when it is wrong, which has then been noted. */
  entry<T>(schema: z.ZodType<T>, value: unknown, path: Path): T | null {
    const parsed = schema.safeParse(value, { error: sayIssue, reportInput: false });
    if (parsed.success) return parsed.data;
    const issues = flattenIssues(parsed.error.issues);
    const wrongKind = new Set(issues.filter(({ code }) => code === "invalid_type").map(pathOf));
    // of a value of the wrong kind nothing else is worth saying
    const telling = issues.filter((issue) => issue.code === "invalid_type" || !wrongKind.has(pathOf(issue)));
    for (const issue of telling) this.#note(schema, issue, path);
    return null;
  }

  /** The value of `env:NAME`, with the word that stands before it; null when the variable is not set. */
  secret(reference: string, path: Path): string | null {
    const [word = "", name = ""] = reference.split("env:");
    const value = Object.hasOwn(this.#environment, name) ? this.#environment[name] : undefined;
    if (value === undefined || value === "")
      return this.refuse(path, `The environment variable ${name} is not set, or is empty.`);
    return `${word}${value}`;
  }

  #note(schema: z.ZodType, issue: z.core.$ZodIssue, from: Path): void {
    const inside = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (issue.code !== "unrecognized_keys") {
      const sentence = /[.?!)]$/.test(issue.message) ? issue.message : `${issue.message}.`;
      this.refuse([...from, ...inside], sentence);
      return;
    }
    for (const key of issue.keys) {
      const path = [...from, ...inside, key];
      this.refuse(path, sayUnknownKey(schema, path, inside), "key");
    }
  }
}

const pathOf = (issue: { path: readonly PropertyKey[] }): string => JSON.stringify(issue.path.map(String));
