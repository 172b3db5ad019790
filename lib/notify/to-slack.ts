import type { Message } from "./compose-message";

/** Limits of Block Kit for a header and for the text of a section. */
const HEADER_LENGTH = 150;
const TEXT_LENGTH = 3000;

/**
 * Sets a message as blocks for an incoming webhook. Every text is `plain_text`, which Slack neither formats nor links;
 * `text` is what stands in notifications, where `&`, `<` and `>` are the only characters with a meaning.
 *
 * Source: Slack, "Block Kit" and "Formatting text for app surfaces" (escaping).
 */
export function toSlack({ head, verb, as, facts, link, note }: Message): object {
  const lines = facts.map(({ name, value }) => `${name}: ${value}`);
  return {
    text: escaped(`${head}: ${verb}`),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "header", text: plain(head, HEADER_LENGTH) },
      { type: "section", text: plain(`${verb}\n${as}`) },
      { type: "section", text: plain(lines.join("\n")) },
      { type: "actions", elements: [{ type: "button", text: plain(link.label, 75), url: link.url }] },
      { type: "context", elements: [plain(note)] },
    ],
  };
}

const plain = (text: string, most = TEXT_LENGTH) => ({ type: "plain_text", emoji: false, text: cut(text, most) });

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
