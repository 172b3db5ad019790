import { plain, type Remark, warn } from "./rendering";

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Tells whether a text is a date as ISO 8601 writes it. */
export const isDate = (text: string): boolean => ISO.test(text);

/** Says which moment a date is, in universal time, and what of it is left open. */
export function sayDate(text: string): Remark[] {
  const moment = new Date(text.replace(" ", "T"));
  if (Number.isNaN(moment.getTime()) || !sameDay(text, moment)) return [warn("There is no such day or time.")];
  if (!/[T ]/.test(text)) return [];
  if (!/(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return [plain("without a time zone")];
  return text.endsWith("Z") ? [] : [plain(utc(moment))];
}

/** A 30 February rolls over into March in every lenient reader. */
function sameDay(text: string, moment: Date): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last && !!moment;
}

const NAMES_TIME =
  /(?:^|_|-)(?:at|on|time|timestamp|date|expires?|expiry|until|since|before|after|deadline|start|end)$/i;
const CAMEL_TIME = /(?:At|On|Time|Timestamp|Date|Until|Since)$/;
const [YEAR_2000, YEAR_2100] = [946_684_800, 4_102_444_800];

/** Says which moment a number is, where its name says that it is one: seconds or milliseconds since 1970. */
export function sayEpoch(name: string, value: number): Remark[] {
  if (!NAMES_TIME.test(name) && !CAMEL_TIME.test(name)) return [];
  if (value >= YEAR_2000 && value <= YEAR_2100) return [plain(`as seconds since 1970: ${utc(new Date(value * 1000))}`)];
  if (value >= YEAR_2000 * 1000 && value <= YEAR_2100 * 1000)
    return [plain(`as milliseconds since 1970: ${utc(new Date(value))}`)];
  return [];
}

const utc = (moment: Date): string => `${moment.toISOString().slice(0, 19).replace("T", " ")} UTC`;
