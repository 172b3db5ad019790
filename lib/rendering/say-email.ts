import { type Remark, warn } from "./rendering";

/** Says where a message would really go, where its address does not show that. */
export function sayEmail(text: string): Remark[] {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  const host = hostOf(domain);
  if (host === null) return [warn("What stands behind “@” is no host.")];
  const remarks: Remark[] = [];
  if (host !== domain.toLowerCase()) remarks.push(warn(`The host is not written in plain letters: it is ${host}.`));
  if (/[@%!]/.test(local)) remarks.push(warn(`Only what stands behind the last “@” is the host: ${host}.`));
  return remarks;
}

function hostOf(domain: string): string | null {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return null;
  }
}
