import { canonicalJson } from "../../lib/base/index";
import type { Json } from "../../lib/base/schema";
import type { RenderedRow } from "../../lib/rendering/schema";

type Shown = Pick<RenderedRow, "pointer" | "value" | "kind" | "from" | "typeWords">;

/**
 * The canonical bytes that rows stand for, and nothing else was looked at: rows of what is sent, by pointer, type and
 * value. That it equals what is sent proves that the rows show all of it.
 */
export function readBack(rows: readonly Shown[]): string {
  const root: { [key: string]: Json } = Object.create(null);
  for (const row of rows.filter(({ from }) => from === "sent")) {
    const path = row.pointer
      .split("/")
      .slice(1)
      .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    const name = path.pop() ?? "";
    const parent = path.reduce<Json>((inside, token) => (inside as { [key: string]: Json })[token] ?? null, root);
    Object.defineProperty(parent, name, {
      value: sentValue(row),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return canonicalJson(root);
}

function sentValue({ kind, value, typeWords }: Shown): Json {
  if (kind === "list") return value === null ? [] : (JSON.parse(`[${value}]`) as Json);
  if (kind === "object") return Object.create(null);
  if (value === null) throw new Error(`no value is shown where the words are ${typeWords}`);
  if (kind === "number" || kind === "money" || kind === "boolean" || kind === "null") return JSON.parse(value) as Json;
  return value;
}
