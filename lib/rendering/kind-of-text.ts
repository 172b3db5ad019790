import { decodeBase64 } from "./decode-base64";
import type { ArgumentHint } from "./definition";
import type { ValueKind } from "./rendering";
import { isDate } from "./say-date";

const URL_LIKE = /^[a-z][a-z0-9+.-]{1,20}:\/\/|^(?:mailto|javascript|data|file|vbscript):/i;
const EMAIL = /^[^\s@<>"]+(?:@[^\s@<>"]+)+$/u;
const PATH = /^(?:\.{0,2}|~)\/[^\n]*$|^[A-Za-z]:\\|^\\\\/;
const SQL =
  /^\s*(?:select\b[\s\S]*\bfrom\b|insert\s+into\b|update\b[\s\S]*\bset\b|delete\s+from\b|(?:drop|alter|create|truncate)\s+(?:table|view|index|database|schema|role|user|function|trigger)\b|(?:grant|revoke)\b[\s\S]*\bon\b|with\b[\s\S]*\bas\s*\()/i;

const NAMES: readonly (readonly [kind: ValueKind, name: RegExp, value: RegExp])[] = [
  ["sql", /(?:^|_)(?:sql|query|statement)s?$/i, /^\s*[a-z]+\s[\s\S]/i],
  ["shell", /(?:^|_)(?:command|cmd|script|shell|bash)$/i, /\S/],
  ["path", /(?:^|_)(?:path|file|filename|filepath|dir|directory|folder|cwd|destination)s?$/i, /^[^\n]+$/],
  ["url", /(?:^|_)(?:url|uri|href|link|webhook)s?$/i, /^[^\s]+\.[^\s]+$/],
];

/** Longer texts are read as text: looking for more in them would cost more than it tells. */
const LOOKED_AT = 100_000;

/** Says what a text is: by the tool's definition, by what it looks like, by its name; in this order. */
export function kindOfText(text: string, name: string, hint: ArgumentHint): ValueKind {
  if (text === "" || text.length > LOOKED_AT) return "text";
  if (isDate(text)) return "date";
  if (hint.format === "uri" || hint.format === "url" || URL_LIKE.test(text)) return "url";
  if (hint.format === "email" || EMAIL.test(text)) return "email";
  if (isJson(text)) return "json";
  if (hint.encoding === "base64" || decodeBase64(text, name) !== null) return "base64";
  if (PATH.test(text)) return "path";
  if (SQL.test(text)) return "sql";
  if (text.startsWith("#!")) return "shell";
  return NAMES.find(([, named, looks]) => named.test(name) && looks.test(text))?.[0] ?? "text";
}

function isJson(text: string): boolean {
  const trimmed = text.trim();
  if (!/^\{[\s\S]*\}$|^\[[\s\S]*\]$/.test(trimmed)) return false;
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}
