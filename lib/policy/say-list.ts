/** Says words as a list in a sentence: `write, destructive and unclassed`. */
export function sayList(words: readonly string[], last: "and" | "or" = "and"): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
