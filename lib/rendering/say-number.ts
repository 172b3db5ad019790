import type { Json } from "../base/schema";
import { plain, type Remark, type ValueKind } from "./rendering";
import { sayEpoch } from "./say-date";

type Siblings = Readonly<Record<string, Json>>;
export type SaidNumber = { kind: ValueKind; words: string; remarks: Remark[] };

const NAMES_MONEY = /(?:^|_)(?:amount|price|total|cost|fee|balance|sum|value)$/i;
const CURRENCY = /^[A-Za-z]{3}$/;
/** From here on, digits are counted wrongly by eye. */
const GROUPED = 10_000;

/** Says what a number is: money where a currency stands beside it, a moment where its name says so. */
export function sayNumber(name: string, value: number, siblings: Siblings): SaidNumber {
  const currency = NAMES_MONEY.test(name) ? currencyBeside(siblings) : null;
  const grouped = Math.abs(value) >= GROUPED ? `, ${group(value)}` : "";
  if (currency)
    return {
      kind: "money",
      words: `money${grouped}`,
      remarks: [plain(`in ${currency}; whether whole units or cents is up to the server`)],
    };
  return { kind: "number", words: `number${grouped}`, remarks: sayEpoch(name, value) };
}

function currencyBeside(siblings: Siblings): string | null {
  const found = Object.entries(siblings).find(
    ([name, value]) => /currency/i.test(name) && typeof value === "string" && CURRENCY.test(value),
  );
  return found ? String(found[1]).toUpperCase() : null;
}

/** Thousands apart, in full: 1e21 is a one and twenty-one zeros. */
function group(value: number): string {
  return Number.isInteger(value)
    ? BigInt(value).toLocaleString("en").replaceAll(",", "\u2009")
    : value.toLocaleString("en", { maximumFractionDigits: 20 }).replaceAll(",", "\u2009");
}
