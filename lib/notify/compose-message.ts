import type { SentencePart } from "../approvals/schema";
import { digestCode, routes } from "../base/index";
import type { Happening } from "./happening";
import { inert } from "./inert";
import type { Occasion } from "./occasion";
import { sayDeadline, sayTime } from "./say-time";
import type { MessageEvent } from "./schema";

/** What is told, before it takes the form of a mail or a card. Every text is on one line and holds no link. */
export type Message = {
  /** What has happened: "An approval waits". */
  head: string;
  /** What it would let happen: the verb line. */
  verb: string;
  /** In which task, as whom. */
  as: string;
  facts: { name: string; value: string }[];
  link: { label: string; url: string };
  note: string;
};

/** Where a message goes, as far as its words depend on it. */
export type Reader = { publicUrl: string; timeZone: string };

const OPENS_ONLY = "The link only opens the page: nobody decides anything by opening it.";

const LINKS: Partial<Record<MessageEvent, string>> = {
  pending: "Look at it and decide",
  escalated: "Look at it and decide",
  asked: "Look at it and answer",
  answered: "Look at it and decide",
};

const ENDED: Partial<Record<Occasion["state"], { head: string; why: string }>> = {
  expired: { head: "An approval expired", why: "Nobody answered in time." },
  withdrawn: { head: "An approval was withdrawn", why: "The agent took its question back." },
  superseded: { head: "An approval no longer counts", why: "What it asked about has changed." },
};

/** Says an event of an approval to somebody who may read about it. */
export function composeMessage(occasion: Occasion, happening: Happening, reader: Reader): Message {
  const { head, facts } = SAYS[happening.event](occasion, reader, happening);
  return {
    head,
    verb: sayParts(occasion.verb),
    as: capital(sayParts(occasion.as)),
    facts: [...facts, { name: "Digest code", value: digestCode(occasion.digest) }],
    link: {
      label: LINKS[happening.event] ?? "Look at it",
      url: `${reader.publicUrl}${routes.inbox(occasion.approvalId)}`,
    },
    note: OPENS_ONLY,
  };
}

/** A message that says it is only a test, with the look of a real one. */
export function composeTest(by: string, { publicUrl, timeZone }: Reader, now: Date): Message {
  return {
    head: "Test: nothing waits",
    verb: "This is a test of the channel",
    as: `${inert(by)} pressed Test in Countersign’s settings.`,
    facts: [{ name: "Sent", value: sayTime(now, timeZone) }],
    link: { label: "Open the settings", url: `${publicUrl}${routes.settings("channels")}` },
    note: "Messages about approvals look like this one.",
  };
}

type Said = Pick<Message, "head" | "facts">;
type Says = (occasion: Occasion, reader: Reader, happening: Happening) => Said;

const SAYS: Readonly<Record<MessageEvent, Says>> = {
  pending: sayPending,
  escalated: (occasion, reader) => ({ ...sayPending(occasion, reader), head: "An approval was put to you too" }),
  decided: sayDecided,
  ended: sayEnded,
  glass: sayGlass,
  overdue: sayOverdue,
  asked: (occasion, reader) => sayQuestion(occasion, reader, "A reviewer asks something about your agent"),
  answered: (occasion, reader) => sayQuestion(occasion, reader, "Your question was answered"),
};

function sayPending({ class: ofClass, why, decideBy, now }: Occasion, { timeZone }: Reader): Said {
  return {
    head: "An approval waits",
    facts: [
      { name: "Why", value: inert(why) },
      { name: "Class", value: ofClass },
      { name: "Decide by", value: sayDeadline(decideBy, now, timeZone) },
    ],
  };
}

function sayDecided({ class: ofClass, state, decidedAt, decidedBy }: Occasion, { timeZone }: Reader): Said {
  const who = decidedBy ? inert(decidedBy.name) : "somebody";
  const word = state === "denied" ? "Denied" : "Approved";
  return {
    head: `${word} by ${who}`,
    facts: [
      { name: "Class", value: ofClass },
      ...(decidedAt ? [{ name: word, value: sayTime(decidedAt, timeZone) }] : []),
    ],
  };
}

function sayEnded({ class: ofClass, state, decidedAt }: Occasion, { timeZone }: Reader): Said {
  const { head, why } = ENDED[state] ?? { head: "An approval ended", why: "It ended without an answer." };
  return {
    head,
    facts: [
      { name: "Why", value: why },
      { name: "Class", value: ofClass },
      ...(decidedAt ? [{ name: "Ended", value: sayTime(decidedAt, timeZone) }] : []),
    ],
  };
}

/** Everybody who is named hears of it: somebody let a call through alone, which others must judge afterwards. */
function sayGlass({ class: ofClass, decidedBy }: Occasion, { timeZone }: Reader, happening: Happening): Said {
  const { reason, until, judgeBy } = happening;
  return {
    head: `Glass was broken${decidedBy ? ` by ${inert(decidedBy.name)}` : ""}`,
    facts: [
      ...(reason === null ? [] : [{ name: "Reason", value: inert(reason) }]),
      { name: "Class", value: ofClass },
      ...(until ? [{ name: "Holds until", value: sayTime(until, timeZone) }] : []),
      ...(judgeBy ? [{ name: "Judge by", value: sayTime(judgeBy, timeZone) }] : []),
    ],
  };
}

/** What was asked and said stands on the page: it may speak of arguments. */
function sayQuestion({ class: ofClass, decideBy, now }: Occasion, { timeZone }: Reader, head: string): Said {
  return {
    head,
    facts: [
      { name: "Class", value: ofClass },
      { name: "Decide by", value: sayDeadline(decideBy, now, timeZone) },
    ],
  };
}

function sayOverdue({ class: ofClass }: Occasion, { timeZone }: Reader, { judgeBy }: Happening): Said {
  return {
    head: "Nobody has judged why glass was broken",
    facts: [
      { name: "Class", value: ofClass },
      ...(judgeBy ? [{ name: "Was to be judged by", value: sayTime(judgeBy, timeZone) }] : []),
    ],
  };
}

const sayParts = (parts: readonly SentencePart[]): string =>
  parts.map(({ text, as }) => (as === undefined ? text : inert(text))).join("");

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
