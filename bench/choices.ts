import { parseArgs } from "node:util";

/** The parts of a run, in their order. */
export const PARTS = ["throughput", "click", "revoke", "screen"] as const;
export type Part = (typeof PARTS)[number];

/** What a run does and how long. Times are milliseconds. */
export type Choices = {
  parts: ReadonlySet<Part>;
  rounds: number;
  slice: number;
  warmUp: number;
  connections: readonly number[];
  clicks: number;
  races: number;
  screenSeconds: number;
  /** The Chromium in which it is measured until a real page shows it; without one only until open pages hear of it. */
  browser: string | undefined;
  json: boolean;
  /** Where the CPU profiles of the governed slices go, or nothing. */
  profile: string | undefined;
};

export const HELP = `npm run bench -- [choices]

  --quick           three short rounds and fewer races: for people in a hurry, not for figures
  --only PARTS      of ${PARTS.join(",")}
  --rounds N        interleaved rounds (7)
  --slice N         seconds of load on one target in a round (2)
  --warm-up N       seconds of load on each target before the first round (4)
  --races N         races of calls against a revocation (100)
  --screen          also until one Chromium shows it (builds the pages, finds or gets a browser)
  --json            prints everything as one JSON document
  --profile FOLDER  writes a CPU profile of each governed slice (the figures are then not comparable)
`;

const OPTIONS = {
  quick: { type: "boolean", default: false },
  only: { type: "string" },
  rounds: { type: "string" },
  slice: { type: "string" },
  "warm-up": { type: "string" },
  races: { type: "string" },
  screen: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  profile: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Reads the words of the command line; null when help is asked for. Throws a sentence about what is wrong. */
export function readChoices(words: string[]): Choices | null {
  const { values } = parseArgs({ args: words, options: OPTIONS });
  if (values.help) return null;
  const { quick } = values;
  return {
    parts: partsOf(values.only),
    rounds: count("--rounds", values.rounds, quick ? 3 : 7),
    slice: 1000 * count("--slice", values.slice, quick ? 1 : 2),
    warmUp: 1000 * count("--warm-up", values["warm-up"], quick ? 2 : 4),
    connections: [1, 64],
    clicks: quick ? 15 : 60,
    races: count("--races", values.races, quick ? 10 : 100),
    screenSeconds: quick ? 5 : 20,
    browser: values.screen ? process.env.CHROMIUM_PATH : undefined,
    json: values.json,
    profile: values.profile,
  };
}

function partsOf(only: string | undefined): Set<Part> {
  if (only === undefined) return new Set(PARTS);
  const named = only.split(",");
  const unknown = named.filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`--only knows ${PARTS.join(", ")}; not ${unknown.join(", ")}`);
  return new Set(PARTS.filter((part) => named.includes(part)));
}

function count(option: string, given: string | undefined, usual: number): number {
  const number = given === undefined ? usual : Number(given);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option} wants a number from 1`);
  return number;
}
