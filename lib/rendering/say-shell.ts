import { plain, type Remark, warn } from "./rendering";

const SHELLS = /^(?:ba|z|k|da|fi)?sh$|^(?:python|perl|ruby|node|eval|source|xargs)\d*$/;

/**
 * Says what a shell command runs, as far as its words tell: every program, and what leads elsewhere. Only remarks are
 * drawn from it; what is shown and sent is the text itself.
 */
export function sayShell(text: string): Remark[] {
  const commands = commandsOf(text);
  const programs = commands.map(programOf).filter((program) => program !== "");
  const remarks: Remark[] = [];
  if (commands.length > 1) remarks.push(warn(`${commands.length} commands: ${programs.join(", ")}`));
  if (commands.some(({ piped }, at) => piped && SHELLS.test(programs[at] ?? "")))
    remarks.push(warn("It runs what another command prints."));
  if (/\$\(|`/.test(withoutSingleQuotes(text))) remarks.push(warn("It runs a command inside another one’s words."));
  if (commands.some(({ words }) => /(?:^|\s)\d*>{1,2}/.test(words))) remarks.push(warn("It writes into a file."));
  if (programs.includes("sudo") || programs.includes("doas")) remarks.push(warn("It asks for more rights."));
  if (/(?:^|\s)#/.test(withoutSingleQuotes(text)) && !text.startsWith("#!")) remarks.push(plain("has a comment"));
  return remarks;
}

/** How many commands it runs one after another, as far as separators outside quotes tell. */
export const countCommands = (text: string): number => commandsOf(text).length;

type Command = { words: string; piped: boolean };

const QUOTED = /'[^']*'?|"(?:[^"\\]|\\[\s\S])*"?|\\[\s\S]/y;
const BETWEEN = /\|\||&&|[;&|\n]/y;

/** Splits at separators outside quotes. */
function commandsOf(text: string): Command[] {
  const commands: Command[] = [];
  let words = "";
  let piped = false;
  for (let at = 0; at < text.length; ) {
    const quoted = match(QUOTED, text, at);
    const between = quoted === null ? match(BETWEEN, text, at) : null;
    const piece = quoted ?? between ?? text.charAt(at);
    if (between !== null) {
      commands.push({ words, piped });
      words = "";
      piped = between === "|";
    } else words += quoted !== null ? piece.replaceAll(">", " ") : piece;
    at += piece.length;
  }
  return [...commands, { words, piped }].filter((command) => command.words.trim() !== "");
}

/** The program that a command starts, without the variables that are set before it and the folder it is in. */
function programOf({ words }: Command): string {
  const first = words
    .trim()
    .split(/\s+/)
    .find((word) => !/^[A-Za-z_]\w*=/.test(word));
  return (
    (first ?? "")
      .replaceAll(/["'\\]/g, "")
      .split("/")
      .at(-1) ?? ""
  );
}

const withoutSingleQuotes = (text: string): string => text.replaceAll(/'[^']*'/g, "''");

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] || null;
}
