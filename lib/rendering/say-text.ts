import { decodeBase64 } from "./decode-base64";
import { plain, type Remark, type ValueKind, warn } from "./rendering";
import { sayDate } from "./say-date";
import { sayEmail } from "./say-email";
import { sayEnds } from "./say-ends";
import { sayPath } from "./say-path";
import { sayShell } from "./say-shell";
import { saySql } from "./say-sql";
import { sayUrl } from "./say-url";

const SAYS: Partial<Record<ValueKind, (text: string) => Remark[]>> = {
  url: sayUrl,
  path: sayPath,
  email: sayEmail,
  date: sayDate,
  sql: saySql,
  shell: sayShell,
};

/** Everything about a text that its looks do not tell. */
export function sayText(text: string, kind: ValueKind, name: string): Remark[] {
  const composed =
    text.normalize("NFC") === text ? [] : [warn("Its letters are composed unusually: not the same text as one typed.")];
  return [...(SAYS[kind]?.(text) ?? []), ...sayBytes(text, kind, name), ...composed, ...sayEnds(text)];
}

function sayBytes(text: string, kind: ValueKind, name: string): Remark[] {
  const decoded = kind === "base64" ? decodeBase64(text, name) : null;
  return decoded && "bytes" in decoded ? [plain(`${decoded.bytes} bytes, ${decoded.looks}`)] : [];
}
