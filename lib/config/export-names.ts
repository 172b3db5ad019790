/** Makes up the names of environment variables for an export, each once. */
export class VariableNames {
  readonly #taken = new Set<string>();

  /**
   * A name such as SAM_PASSWORD.
   *
   * @param about Whose it is, from the shortest way to say so to the longest; what is taken already is passed over.
   */
  make(about: readonly string[], what: string): string {
    const short = about.map((words) => toVariable(`${words}_${what}`));
    const longest = short.at(-1) ?? toVariable(what);
    const numbered = Array.from({ length: this.#taken.size + 1 }, (_, index) => `${longest}_${index + 2}`);
    const name = [...short, ...numbered].find((candidate) => !this.#taken.has(candidate)) ?? longest;
    this.#taken.add(name);
    return name;
  }

  /** Every name that was made, in order. */
  all(): string[] {
    return [...this.#taken];
  }
}

function toVariable(words: string): string {
  const name = words.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
  return /^[0-9]/.test(name) ? `_${name}` : name;
}
