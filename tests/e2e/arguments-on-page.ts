import type { Page } from "@playwright/test";
import type { RenderedRow } from "../../lib/rendering/schema";
import { readBack } from "../vectors/read-back";

type SeenRow = { key: string | null; depth: number; text: string | null; type: string; from: RenderedRow["from"] };

/**
 * The canonical arguments as a person could copy them from the card: keys, values and types as they stand in the table,
 * with the named marks as the characters that they stand for. Nothing of the page's own data is looked at.
 */
export async function readPage(page: Page): Promise<string> {
  const seen = await page.locator(".args tr").evaluateAll((lines) =>
    lines.map((line) => {
      const spelled = (node: Node): string => {
        if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
        const mark = node instanceof HTMLElement && node.classList.contains("cc") ? node.title : null;
        const [, code = "", times = "1"] = /U\+([0-9A-F]+)(?: × (\d+))?$/.exec(mark ?? "") ?? [];
        if (code !== "") return String.fromCodePoint(Number.parseInt(code, 16)).repeat(Number(times));
        return [...node.childNodes].map(spelled).join("");
      };
      const key = line.querySelector("th .key");
      const value = line.querySelector("td > .pre");
      return {
        key: key && spelled(key),
        depth: Number((line as HTMLElement).style.getPropertyValue("--depth")),
        text: value && spelled(value),
        type: line.querySelector("td.type")?.textContent ?? "",
        from: line.classList.contains("decoded")
          ? ("decoded" as const)
          : line.classList.contains("default")
            ? ("default" as const)
            : ("sent" as const),
      };
    }),
  );
  return readBack(rowsOf(seen));
}

/** Rows with their places, from keys and depths alone. */
function rowsOf(seen: readonly SeenRow[]): Pick<RenderedRow, "pointer" | "value" | "kind" | "from" | "typeWords">[] {
  const path: string[] = [];
  const rows: ReturnType<typeof rowsOf> = [];
  for (const { key, depth, text, type, from } of seen.filter((row) => row.from === "sent")) {
    const last = rows.at(-1);
    if (key === null && last) {
      last.value = `${last.value}${text}`; // a long text goes on
      continue;
    }
    path.length = depth;
    path.push((key ?? "").replace(/^\[(\d+)\]$/, "$1"));
    const pointer = path.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    rows.push({ pointer, from, typeWords: type, kind: kindOf(type), value: shownValue(text, type) });
  }
  return rows;
}

const kindOf = (type: string): RenderedRow["kind"] => {
  const word = type.split(",")[0] ?? "";
  const plain = ["list", "object", "number", "money", "boolean", "null"] as const;
  return plain.find((kind) => kind === word) ?? "text";
};

/** A branch has no value of its own; an empty text has nothing to see. */
const shownValue = (text: string | null, type: string): string | null =>
  text ?? (["list", "object"].includes(kindOf(type)) ? null : "");
