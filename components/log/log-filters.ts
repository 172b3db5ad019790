import { EVENT_KINDS, type InputOf } from "@/lib/api/schema";
import type { Filters } from "@/lib/base/routes";

/** What the log is narrowed to, as it stands in the address. */
export type LogFilters = {
  /** Kinds of entries; a word before the dot stands for all of its kinds. None: all. */
  kind: readonly string[];
  /** Ids. */
  task?: string;
  person?: string;
  call?: string;
  approval?: string;
  /** Names or ids. */
  agent?: string;
  server?: string;
  tool?: string;
  /** How a digest begins, in hexadecimal digits without a space. */
  digest?: string;
};

const WORDS = ["task", "agent", "server", "tool", "person", "call", "approval", "digest"] as const;
export type LogWord = (typeof WORDS)[number];
export const LOG_WORDS: readonly LogWord[] = WORDS;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ACCEPTS: Readonly<Record<LogWord, (text: string) => boolean>> = {
  task: (text) => ID.test(text),
  person: (text) => ID.test(text),
  call: (text) => ID.test(text),
  approval: (text) => ID.test(text),
  agent: (text) => text.length <= 64,
  server: (text) => text.length <= 64,
  tool: (text) => text.length <= 128,
  digest: (text) => isDigestCode(text),
};

/** A digest as people write it, without its spaces. */
export const digestCode = (text: string): string => text.replace(/\s/g, "").toLowerCase();
/** Tells whether a text is how a digest may begin: 4 to 64 hexadecimal digits. */
export const isDigestCode = (text: string): boolean => /^[0-9a-f]{4,64}$/.test(text);

const isKind = (word: string): boolean => EVENT_KINDS.some((kind) => kind === word || kind.startsWith(`${word}.`));

type Params = { get: (name: string) => string | null };

/** Reads the filters of an address. What it does not know is left out, so that an old link still shows entries. */
export function parseLogFilters(params: Params): LogFilters {
  const kind = [...new Set(params.get("kind")?.split(",") ?? [])].filter(isKind);
  const words = WORDS.flatMap((word) => {
    const text = params.get(word)?.trim() ?? "";
    const given = word === "digest" ? digestCode(text) : text;
    return given !== "" && ACCEPTS[word](given) ? [[word, given] as const] : [];
  });
  return { kind, ...Object.fromEntries(words) };
}

/** The same for an address. */
export const printLogFilters = ({ kind, ...words }: LogFilters): Filters => ({ ...words, kind: kind.join(",") });

const asked = ({ kind, ...words }: LogFilters) => ({ ...words, kind: kind.length > 0 ? [...kind] : undefined });

/** What the API is asked for, newest first. */
export const toLogQuery = (filters: LogFilters): InputOf<"listLog"> => ({
  ...asked(filters),
  order: "newest",
  limit: 100,
});

/** The same entries as a file, in order. */
export const toExport = (filters: LogFilters, format: "jsonl" | "csv"): InputOf<"exportLog"> => ({
  ...asked(filters),
  format,
});

/** Whether anything narrows the log. */
export const isNarrowed = (filters: LogFilters): boolean =>
  filters.kind.length > 0 || WORDS.some((word) => filters[word] !== undefined);
