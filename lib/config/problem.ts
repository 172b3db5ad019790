import { relative } from "node:path";
import { AppError } from "../base/index";

/** Where something stands in a file; both begin at 1. */
export type Place = { line: number; column: number };

/** The way to a value in the file: names of keys and numbers of list items. */
export type Path = readonly (string | number)[];

/** Something that is wrong in the file, or doubtful. The sentence never holds a value that could be a secret. */
export type Problem = Place & { path: Path; sentence: string };

/** Prints a path as people write it: `rules[0].idle`, `agents.release-bot.owner`. Empty for the file itself. */
export function sayPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** Prints a problem the way compilers do, so that editors and terminals can jump to it. */
export function sayProblem(file: string, { line, column, path, sentence }: Problem): string {
  const at = sayPath(path);
  return `${nameOf(file)}:${line}:${column} ${at === "" ? "" : `${at}: `}${sentence}`;
}

/** A file's name for people: as seen from where they are, unless it is elsewhere altogether. */
export function nameOf(file: string): string {
  const near = relative(process.cwd(), file);
  return near === "" || near.startsWith("..") ? file : near;
}

/** Everything that is wrong with a file as one refusal, in the order of its lines. */
export function refuseFile(file: string, problems: readonly Problem[]): AppError {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted.map((problem) => sayProblem(file, problem));
  const many = lines.length === 1 ? "There is a mistake" : `There are ${lines.length} mistakes`;
  return new AppError("INVALID_INPUT", `${many} in the configuration file:\n${lines.join("\n")}`, { problems: sorted });
}
