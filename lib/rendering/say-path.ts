import { plain, type Remark, warn } from "./rendering";
import { percentDecoded } from "./say-url";

/** Says where a path leads, where its text does not show that. */
export function sayPath(text: string): Remark[] {
  const remarks: Remark[] = [];
  const parts = text.split(/[\\/]/);
  if (parts.includes("..")) remarks.push(warn(`It goes up: it leads to ${resolved(text)}.`));
  const decoded = percentDecoded(text);
  if (decoded !== null && decoded !== text) remarks.push(warn(`It decodes to ${decoded}.`));
  if (/[^/\\]\.+$/.test(text) && !text.endsWith("..")) remarks.push(plain("ends with a full stop"));
  if (/^\\\\|^\/\//.test(text)) remarks.push(warn("It starts with two slashes: another machine on some systems."));
  return remarks;
}

/** The path without its steps back, as POSIX resolves it; steps that lead out of a relative path stay. */
function resolved(text: string): string {
  const rooted = text.startsWith("/");
  const kept: string[] = [];
  for (const part of text.split(/[\\/]/)) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!rooted) kept.push("..");
  }
  return `${rooted ? "/" : ""}${kept.join("/")}` || (rooted ? "/" : ".");
}
