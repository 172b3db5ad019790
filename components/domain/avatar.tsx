/** One or two initials of a person's name. Decoration: the name stands beside it. */
export function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? "")[0] ?? "",
  );
  return (
    <span className={small ? "avatar s" : "avatar"} aria-hidden="true">
      {letters.join("").toUpperCase()}
    </span>
  );
}
