import { plain, type Remark } from "./rendering";

/** Says what stands unseen at the ends of a text. */
export function sayEnds(text: string): Remark[] {
  if (text === "") return [plain("empty text")];
  const first = /^[ \t\n]+/.exec(text)?.[0];
  const last = /[ \t\n]+$/.exec(text)?.[0];
  if (first === text) return [plain(`only ${blanks(text)}`)];
  const said = [first && `starts with ${blanks(first)}`, last && `ends with ${blanks(last)}`].filter(Boolean);
  return said.length === 0 ? [] : [plain(said.join(", "))];
}

function blanks(text: string): string {
  const names = { " ": "space", "\t": "tab", "\n": "line break" } as const;
  const kinds = ([" ", "\t", "\n"] as const).flatMap((char) => {
    const count = text.split(char).length - 1;
    return count === 0 ? [] : [`${count} ${names[char]}${count === 1 ? "" : "s"}`];
  });
  return kinds.join(" and ");
}
