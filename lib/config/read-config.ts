import { digestOf } from "../base/index";
import type { Config } from "./config";
import { parseYaml } from "./parse-yaml";
import { type Problem, refuseFile } from "./problem";
import { readAgents } from "./read-agents";
import { readBytes } from "./read-bytes";
import { readChannels } from "./read-channels";
import { readGroups } from "./read-groups";
import { readPeople } from "./read-people";
import { readRules } from "./read-rules";
import { readServers } from "./read-servers";
import { type Environment, Reader } from "./reader";
import { sectionsSchema } from "./schema";

/**
 * Reads and checks a configuration file by itself, without the database: syntax, types, contradictions, references to
 * the environment. `configureEgress` must have been called, since addresses are checked.
 *
 * @param file Its path; at most 1 MiB of UTF-8.
 * @param environment Where `env:NAME` is looked up.
 * @throws INVALID_INPUT with every mistake at once, each with file, line and column; `detail.problems` has them singly.
 */
export async function readConfig(file: string, environment: Environment): Promise<Config> {
  const bytes = await readBytes(file);
  const text = decode(file, bytes);
  const yaml = parseYaml(text);
  const reader = new Reader(yaml, environment);
  const sections = yaml.problems.length > 0 ? null : readSections(reader, yaml.value);
  const config = {
    people: readPeople(reader, sections?.people ?? []),
    servers: readServers(reader, sections?.servers ?? {}),
    agents: readAgents(reader, sections?.agents ?? {}),
    groups: readGroups(reader, sections?.groups ?? {}),
    channels: readChannels(reader, sections?.channels ?? {}),
    rules: readRules(reader, sections?.rules ?? []),
  };
  if (reader.problems.length > 0) throw refuseFile(file, reader.problems);
  return { file, digest: digestOf(bytes), ...config, warnings: reader.warnings, place: yaml.place };
}

/** An empty file is a mount that failed or a write that was cut off more often than a wish to disable everything. */
const EMPTY = "The file is empty. If nothing shall be declared any more, write {}.";

/** Each section by itself: what is wrong with one must not keep the others from being read. */
function readSections(reader: Reader, value: unknown): { [Name in keyof typeof sectionsSchema.shape]?: Section<Name> } {
  if (value === null || value === undefined) {
    reader.refuse([], EMPTY);
    return {};
  }
  const whole = reader.entry(sectionsSchema, value, []);
  if (whole || typeof value !== "object") return whole ?? {};
  const { servers, agents, people, groups, channels, rules } = sectionsSchema.shape;
  const given: Record<string, unknown> = { ...value };
  return {
    servers: servers.safeParse(given.servers).data,
    agents: agents.safeParse(given.agents).data,
    people: people.safeParse(given.people).data,
    groups: groups.safeParse(given.groups).data,
    channels: channels.safeParse(given.channels).data,
    rules: rules.safeParse(given.rules).data,
  };
}

type Section<Name extends keyof typeof sectionsSchema.shape> = (typeof sectionsSchema.shape)[Name]["_output"];

function decode(file: string, bytes: Uint8Array): string {
  const at = (sentence: string): Problem => ({ line: 1, column: 1, path: [], sentence });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuseFile(file, [at("The file is not UTF-8 text.")]);
  }
}
