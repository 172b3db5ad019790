/** Says words as a list in a sentence: `write, destructive and unclassed`. */
export function sayList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
