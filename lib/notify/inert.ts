import { codeLabel, visibleText } from "../base/index";

/** The longest text of others in a message, in characters. The page shows everything. */
const LONGEST = 400;

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/**
 * What mail and chat programs turn into a link by themselves: a scheme, a host's name, an address. A message has one
 * link, which is ours: whatever a model or a server wrote must not become a second one.
 */
const LINKS: readonly (readonly [RegExp, string])[] = [
  [/:\/\//g, "[:]//"],
  [/(?<=[\p{L}\p{N}\])-])\.(?=\p{L}{2})/gu, "[.]"],
  [/(?<=\S)@(?=\S)/g, "[@]"],
  [/\b(mailto|tel|javascript|data|file|slack|msteams):/gi, "$1[:]"],
  // Adaptive Cards compute what stands in double braces.
  [/\{\{/g, "{ {"],
  // The agent's words stand between these; they do not end by themselves.
  [/[“”]/g, '"'],
];

/**
 * Text that others wrote, as it may stand in a message: on one line, hidden and look-alike characters named, words of
 * right-to-left scripts apart, nothing in it a link. What is cut is said.
 */
export function inert(text: string): string {
  return withoutLinks(shortened(visible(text)));
}

/** The same for programs: hidden characters are named, addresses stay as they are. */
export function visible(text: string): string {
  return visibleText(text)
    .map((run) => {
      if (run.kind === "mark") return `[${run.short} ${codeLabel(run.code)}]`.repeat(run.count);
      return run.kind === "rtl" ? `${FIRST_STRONG_ISOLATE}${run.text}${POP_ISOLATE}` : run.text;
    })
    .join("")
    .replaceAll("\n", "[LF U+000A]")
    .replaceAll("\t", "[TAB U+0009]");
}

const withoutLinks = (text: string): string =>
  LINKS.reduce((made, [pattern, instead]) => made.replace(pattern, instead), text);

function shortened(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= LONGEST) return text;
  const kept = characters.slice(0, LONGEST).join("");
  // An isolate that was cut open would draw in what follows.
  const open = kept.lastIndexOf(FIRST_STRONG_ISOLATE) > kept.lastIndexOf(POP_ISOLATE) ? POP_ISOLATE : "";
  return `${kept}${open} … (${characters.length - LONGEST} more characters on the page)`;
}
