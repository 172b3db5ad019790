import { describe, expect, it } from "vitest";
import { composeMessage, composeTest } from "../../../lib/notify/compose-message";
import { toMail } from "../../../lib/notify/to-mail";
import { toSlack } from "../../../lib/notify/to-slack";
import { toTeams } from "../../../lib/notify/to-teams";
import { toWebhook } from "../../../lib/notify/to-webhook";
import { happening, makeOccasion, NOW, type Words } from "./occasions";
import { SPOOFS } from "./spoofs";

const reader = { publicUrl: "https://countersign.example.com", timeZone: "Europe/Berlin" };
const URL_OF_PAGE = "https://countersign.example.com/inbox/0193a3a0-0000-7000-8000-00000000000a";

describe("a message that an approval waits", () => {
  it("says the verb line, why, the class, the deadline with its zone, the digest code and the one link", () => {
    const mail = toMail(composeMessage(makeOccasion(), happening("pending"), reader));
    expect(mail.subject).toBe("An approval waits: Call create_release on github");
    expect(mail.text).toBe(
      [
        "An approval waits",
        "",
        "Call create_release on github",
        "In “Cut the weekly release”, as release-bot, owned by Jane Doe.",
        "",
        "Why:         Rule default v3 holds write calls.",
        "Class:       write",
        "Decide by:   26 Nov 2026, 13:27 CET (in 27 min, counted from when this was sent)",
        "Digest code: 9f2c 41b7",
        "",
        "Look at it and decide:",
        URL_OF_PAGE,
        "",
        "The link only opens the page: nobody decides anything by opening it.",
        "",
      ].join("\n"),
    );
  });

  it("says a start by its purpose, tools and servers", () => {
    const { verb } = composeMessage(makeOccasion({}, { kind: "start" }), happening("pending"), reader);
    expect(verb).toBe("Start “Cut the weekly release” with 2 tools on github");
  });

  it.each([
    ["UTC", "26 Nov 2026, 12:27 UTC"],
    ["America/New_York", "26 Nov 2026, 07:27 GMT-5"],
    ["Asia/Kolkata", "26 Nov 2026, 17:57 GMT+5:30"],
  ])("says times in %s", (timeZone, said) => {
    const { facts } = composeMessage(makeOccasion(), happening("pending"), { ...reader, timeZone });
    expect(facts.find(({ name }) => name === "Decide by")?.value).toContain(said);
  });
});

describe("a message about what became of an approval", () => {
  it("says who decided, and how", () => {
    const denied = composeMessage(makeOccasion({ by: "Sam Berg" }, { state: "denied" }), happening("decided"), reader);
    expect(denied.head).toBe("Denied by Sam Berg");
    const approved = composeMessage(
      makeOccasion({ by: "Sam Berg" }, { state: "approved" }),
      happening("decided"),
      reader,
    );
    expect(approved.head).toBe("Approved by Sam Berg");
    expect(approved.facts).toContainEqual({ name: "Approved", value: "26 Nov 2026, 13:00 CET" });
  });

  it.each([
    ["expired", "An approval expired", "Nobody answered in time."],
    ["withdrawn", "An approval was withdrawn", "The agent took its question back."],
    ["superseded", "An approval no longer counts", "What it asked about has changed."],
  ] as const)("says why it ended: %s", (state, head, why) => {
    const message = composeMessage(makeOccasion({}, { state, decidedAt: NOW }), happening("ended"), reader);
    expect(message.head).toBe(head);
    expect(message.facts).toContainEqual({ name: "Why", value: why });
  });

  it("says that glass was broken, by whom, why and until when, and when nobody judged that", () => {
    const broken = happening("glass", { reason: "The site is down", until: NOW, judgeBy: NOW });
    expect(composeMessage(makeOccasion({ by: "Sam Berg" }), broken, reader)).toMatchObject({
      head: "Glass was broken by Sam Berg",
      facts: expect.arrayContaining([
        { name: "Reason", value: "The site is down" },
        { name: "Judge by", value: "26 Nov 2026, 13:00 CET" },
      ]),
    });
    expect(composeMessage(makeOccasion(), happening("overdue", { judgeBy: NOW }), reader).head).toBe(
      "Nobody has judged why glass was broken",
    );
    expect(composeMessage(makeOccasion(), happening("escalated"), reader).head).toBe("An approval was put to you too");
  });

  it("says of a test that it is one", () => {
    const text = JSON.stringify([
      toMail(composeTest("Sam", reader, NOW)),
      toSlack(composeTest("Sam", reader, NOW)),
      toTeams(composeTest("Sam", reader, NOW)),
    ]);
    expect(text.match(/Test: nothing waits/g)?.length).toBeGreaterThanOrEqual(3);
    expect(text).not.toContain("An approval waits");
  });
});

const FIELDS = ["purpose", "agent", "owner", "tool", "server", "why", "by"] as const satisfies (keyof Words)[];
const corpus = FIELDS.flatMap((field) => SPOOFS.map((spoof) => ({ field, spoof })));
/** What shows nothing, or shows something else than it is. Isolates around right-to-left words are our own. */
const HIDDEN =
  /[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2066\u206a-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]/u;
/** What mail and chat programs make a link of. */
const LINKED = /\w:\/\/|\bwww\.|[\p{L}\p{N}-]\.\p{L}{2,}|[\w.]@\w|\b(mailto|javascript|tel|slack|data):/u;

const compose = ({ field, spoof }: (typeof corpus)[number]) => {
  const words = { [field]: spoof };
  return [
    composeMessage(makeOccasion(words), happening("pending"), reader),
    composeMessage(makeOccasion(words, { kind: "start" }), happening("pending"), reader),
    composeMessage(makeOccasion({ by: "Sam", ...words }, { state: "approved" }), happening("decided"), reader),
    composeMessage(makeOccasion({ by: "Sam", ...words }), happening("glass", { reason: spoof, until: NOW }), reader),
  ];
};

const everyMessage = corpus.flatMap((spoofed) =>
  compose(spoofed).map((message, index) => ({ ...spoofed, message, index })),
);

describe("a message with words of others in it", () => {
  it("knows at least forty ways to deceive", () => expect(SPOOFS.length).toBeGreaterThanOrEqual(40));

  it("is on one line, hides nothing and has no link but ours", () => {
    const wrong = corpus.flatMap((spoofed) =>
      compose(spoofed)
        .flatMap(({ head, verb, as, facts }) => [head, verb, as, ...facts.map(({ value }) => value)])
        .filter((text) => HIDDEN.test(text) || LINKED.test(text))
        .map((text) => ({ ...spoofed, text })),
    );
    expect(wrong).toEqual([]);
  });

  it("says where it cut a text, and that the page has the rest", () => {
    const { verb } = composeMessage(makeOccasion({ tool: "a".repeat(5000) }), happening("pending"), reader);
    expect(verb).toContain("(4600 more characters on the page)");
  });

  it("is a mail whose HTML has our elements only, loads nothing, and has one address: ours", () => {
    const shape = (html: string) => (html.match(/<[^>]+>/g) ?? []).map((tag) => tag.replace(/\s.*/, "")).join("");
    const plain = compose({ field: "tool", spoof: "plain" }).map((message) => shape(toMail(message).html));
    expect(plain.join("")).not.toMatch(/<(?:img|script|link|style|iframe|svg)/);
    const wrong = everyMessage.filter(({ message, index }) => {
      const { html, text, subject } = toMail(message);
      const tags = html.match(/<[^>]+>/g)?.join("") ?? "";
      const urls = [...(html.match(/https?:\/\/[^\s"<]+/g) ?? []), ...(text.match(/https?:\/\/\S+/g) ?? [])];
      const ours = urls.length === 3 && urls.every((url) => url === URL_OF_PAGE);
      return shape(html) !== plain[index] || /\bsrc=|url\(/.test(tags) || !ours || /[\r\n]/.test(subject);
    });
    expect(wrong).toEqual([]);
  });

  it("is a Slack message whose texts are plain, within Slack's bounds, with one link", () => {
    type Text = { type: string; emoji: boolean; text: string };
    type Block = { text?: Text; elements?: (Text | { text: Text })[] };
    const wrong = everyMessage.filter(({ message }) => {
      const { text, blocks } = JSON.parse(JSON.stringify(toSlack(message))) as { text: string; blocks: Block[] };
      const texts = blocks.flatMap((block) => [
        ...(block.text ? [block.text] : []),
        ...(block.elements ?? []).map((element) =>
          typeof element.text === "string" ? (element as Text) : element.text,
        ),
      ]);
      const plain = texts.every((one) => one.type === "plain_text" && one.emoji === false && one.text.length <= 3000);
      const urls = JSON.stringify(blocks).match(/https?:\/\/[^"]+/g) ?? [];
      const short = (blocks[0]?.text?.text.length ?? 0) <= 150;
      return !plain || !short || /[<>]|&(?!amp;|lt;|gt;)/.test(text) || urls.join(" ") !== URL_OF_PAGE;
    });
    expect(wrong).toEqual([]);
  });

  it("is a Teams card in the envelope of Workflows, whose texts are runs and never Markdown", () => {
    type Card = {
      type: string;
      version: string;
      body: { type: string; inlines: { type: string }[] }[];
      actions: object[];
    };
    const wrong = everyMessage.filter(({ message }) => {
      const sent = JSON.parse(JSON.stringify(toTeams(message))) as {
        type: string;
        attachments: { contentType: string; content: Card }[];
      };
      const [only] = sent.attachments;
      const runs = only?.content.body.every(
        (block) => block.type === "RichTextBlock" && block.inlines.every((run) => run.type === "TextRun"),
      );
      const link = JSON.stringify([{ type: "Action.OpenUrl", title: message.link.label, url: URL_OF_PAGE }]);
      return (
        sent.type !== "message" ||
        only?.contentType !== "application/vnd.microsoft.card.adaptive" ||
        only.content.version !== "1.4" ||
        !runs ||
        JSON.stringify(only.content.actions) !== link ||
        JSON.stringify(only.content.body).includes("{{") ||
        Buffer.byteLength(JSON.stringify(sent)) > 28_000
      );
    });
    expect(wrong).toEqual([]);
  });

  it("is a payload whose texts hide nothing", () => {
    const wrong = corpus.filter(({ field, spoof }) => {
      const { data } = toWebhook(
        makeOccasion({ [field]: spoof }),
        { happening: happening("pending"), happenedAt: NOW },
        reader,
      );
      const { verb = "", as = "", why = "" } = (data as { approval: Record<string, string> }).approval;
      return HIDDEN.test(`${verb}${as}${why}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe("a payload for a program", () => {
  it("says its type, its version, when it happened, and everything of the approval but what was sent", () => {
    const payload = toWebhook(makeOccasion(), { happening: happening("pending"), happenedAt: NOW }, reader);
    expect(payload).toMatchObject({
      type: "approval.pending",
      version: 1,
      timestamp: "2026-11-26T12:00:00.000Z",
      data: { approval: { class: "write", code: "9f2c 41b7", decidedBy: null, url: URL_OF_PAGE, state: "pending" } },
    });
    expect(JSON.stringify(payload)).not.toMatch(/argument|result/i);
  });

  it.each([
    ["approved", "decided", "approval.decided"],
    ["denied", "decided", "approval.decided"],
    ["expired", "ended", "approval.expired"],
    ["withdrawn", "ended", "approval.withdrawn"],
    ["superseded", "ended", "approval.superseded"],
  ] as const)("of what is %s is of the type that says so", (state, event, type) => {
    expect(toWebhook(makeOccasion({}, { state }), { happening: happening(event), happenedAt: NOW }, reader).type).toBe(
      type,
    );
  });
});
