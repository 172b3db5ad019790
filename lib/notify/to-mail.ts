import type { Message } from "./compose-message";

/** A mail as text and as HTML, and its subject: everything but whom it is for. */
export type Mail = { subject: string; text: string; html: string };

/** A mail program shows about this much of a subject. */
const SUBJECT_LENGTH = 180;

/** Sets a message as a mail. The HTML loads nothing from anywhere and reads as well without its styles. */
export function toMail(message: Message): Mail {
  const { head, verb } = message;
  return { subject: cut(`${head}: ${verb}`), text: toText(message), html: toHtml(message) };
}

function cut(text: string): string {
  const characters = Array.from(text);
  return characters.length <= SUBJECT_LENGTH ? text : `${characters.slice(0, SUBJECT_LENGTH).join("")}…`;
}

function toText({ head, verb, as, facts, link, note }: Message): string {
  const width = Math.max(...facts.map(({ name }) => name.length)) + 2;
  const lines = facts.map(({ name, value }) => `${`${name}:`.padEnd(width)}${value}`);
  return [head, "", verb, as, "", ...lines, "", `${link.label}:`, link.url, "", note, ""].join("\n");
}

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

function toHtml({ head, verb, as, facts, link, note }: Message): string {
  const rows = facts.map(
    ({ name, value }) =>
      `<tr><td style="padding:2px 16px 2px 0;vertical-align:top;white-space:nowrap">${escaped(name)}</td>` +
      `<td style="padding:2px 0;${name === "Digest code" ? MONO : ""}">${escaped(value)}</td></tr>`,
  );
  const url = escaped(link.url);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escaped(head)}</title></head>
<body style="margin:0;padding:24px 16px;${FONT};font-size:14px;line-height:20px">
<div style="max-width:560px">
<p style="margin:0 0 8px;font-size:13px;font-weight:600">${escaped(head)}</p>
<h1 style="margin:0 0 4px;font-size:20px;line-height:28px;font-weight:600;overflow-wrap:anywhere">${escaped(verb)}</h1>
<p style="margin:0 0 16px;overflow-wrap:anywhere">${escaped(as)}</p>
<table role="presentation" cellspacing="0" cellpadding="0" style="border-collapse:collapse;font-size:13px;margin:0 0 20px">
${rows.join("\n")}
</table>
<p style="margin:0 0 8px"><a href="${url}" style="display:inline-block;padding:8px 16px;border-radius:6px;background:#2d4fb8;color:#ffffff;text-decoration:none;font-weight:600">${escaped(link.label)}</a></p>
<p style="margin:0 0 16px;font-size:12px;line-height:16px;overflow-wrap:anywhere">${url}</p>
<p style="margin:0;font-size:12px;line-height:16px">${escaped(note)}</p>
</div></body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
