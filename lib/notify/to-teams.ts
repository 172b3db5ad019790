import type { Message } from "./compose-message";

/**
 * Sets a message as an Adaptive Card in the envelope that a Workflows webhook takes ("Post to a channel when a webhook
 * request is received"). Texts are runs of a RichTextBlock: a TextBlock would read Markdown in what others wrote.
 *
 * Source: Microsoft Teams, "Create incoming webhooks with Workflows"; Adaptive Cards 1.4, RichTextBlock, TextRun.
 */
export function toTeams({ head, verb, as, facts, link, note }: Message): object {
  const card = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    // Shown in notifications and read aloud.
    fallbackText: `${head}: ${verb}`,
    msteams: { width: "Full" },
    body: [
      block([{ text: head, weight: "bolder" }]),
      block([{ text: verb, size: "large", weight: "bolder" }]),
      block([{ text: as }]),
      ...facts.map(({ name, value }) => block([{ text: `${name}: `, isSubtle: true }, { text: value }], "small")),
      block([{ text: note, isSubtle: true, size: "small" }]),
    ],
    actions: [{ type: "Action.OpenUrl", title: link.label, url: link.url }],
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: card }],
  };
}

type Run = { text: string; weight?: "bolder"; size?: "small" | "large"; isSubtle?: true };

const block = (runs: Run[], spacing?: "small") => ({
  type: "RichTextBlock",
  ...(spacing && { spacing }),
  inlines: runs.map((run) => ({ type: "TextRun", ...run })),
});
