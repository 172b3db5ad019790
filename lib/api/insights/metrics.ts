import type { ActionClass } from "../../policy/schema";

/** How much is at stake in a class. Unclassed counts as high: nobody has looked yet. */
export const LEVELS = ["low", "medium", "high"] as const;
export type Level = (typeof LEVELS)[number];
const LEVEL_OF = { read: "low", write: "medium", destructive: "high", unclassed: "high" } as const satisfies Record<
  ActionClass,
  Level
>;
export const levelOf = (ofClass: ActionClass): Level => LEVEL_OF[ofClass];

/** Fewer people than this, and how they decide is told to nobody but admins: it would tell about each of them. */
export const PEOPLE_LEAST = 3;
/** A share or a percentile of fewer cases than this is shown, but marks nothing. */
export const CASES_LEAST = 10;
/** A rate that may be too high to be real needs this many cases. */
export const RATE_LEAST = 50;

/** Starting thresholds: ours, not a standard's. Tune them to what you see. */
export const THRESHOLDS = {
  /** Seconds; of what is decided at high stakes. */
  decidedWithin: 5,
  /** A snap decision took less, in seconds. */
  snapSeconds: 2,
  /** Words that somebody reads in a second. */
  wordsPerSecond: 4,
  snapShareMedium: 0.1,
  approveShare: 0.98,
  inspectedShare: 0.8,
  perHour: 20,
  expiredShare: 0.05,
  concentration: 0.8,
  caughtShare: 0.8,
  /** Approvals of one tool for one agent, without any other answer, after which a rule is suggested. */
  alwaysApproved: 20,
} as const;

/** Upper bounds of the columns in which times to decide are counted, in seconds. */
export const TIME_BOUNDS = [2, 5, 15, 60, 300, 1800] as const;

/** What is measured: its name, what it means, and beyond which value it is marked. */
export const METRICS = {
  time: {
    name: "Time to decide",
    means:
      "From the first moment in which the card’s head was on the screen of a visible window, to the answer, as the database’s clock has both. Of ten answers one was faster than p10, five than p50, nine than p90.",
    marked: `p10 under ${THRESHOLDS.decidedWithin} s for destructive and unclassed, from ${CASES_LEAST} answers on.`,
  },
  snap: {
    name: "Snap decisions",
    means: `Answers within ${THRESHOLDS.snapSeconds} s of that moment: too fast to have looked.`,
    marked: `Any for destructive and unclassed; more than 10 % for write, from ${CASES_LEAST} answers on.`,
  },
  hasty: {
    name: "Faster than reading",
    means: `Answers sooner than the words on the card can be read, at ${THRESHOLDS.wordsPerSecond} words a second.`,
    marked: `Any for destructive and unclassed; more than 10 % for write, from ${CASES_LEAST} answers on.`,
  },
  inspected: {
    name: "Inspected",
    means:
      "Of what was approved or approved narrower on the page: how often the end of the arguments was on the screen before the answer. Whether anybody read them, nothing tells.",
    marked: `Under 80 % for destructive and unclassed, from ${CASES_LEAST} on.`,
  },
  approved: {
    name: "Approved as asked",
    means:
      "The share of answers that gave exactly what was asked; the range is where the true share lies with 95 % confidence (Wilson). Each person’s last answer to a question counts once.",
    marked: `More than 98 %, from ${RATE_LEAST} answers on.`,
  },
  expired: {
    name: "Expired",
    means: "Of the questions that were approved, denied or expired: how many nobody answered in time.",
    marked: `More than 5 %, from ${CASES_LEAST} questions on.`,
  },
  load: {
    name: "Busiest hour",
    means: "The most answers that one person gave within any 60 minutes.",
    marked: `More than ${THRESHOLDS.perHour}.`,
  },
  waited: {
    name: "Waited",
    means: "From the question to its end, answered or expired: 95 of 100 ended sooner.",
    marked: null,
  },
  concentration: {
    name: "Concentration",
    means:
      "Whether an agent’s approvals come from the same few people: the sum of squared shares (Herfindahl–Hirschman). 1 is one person, 0.5 is two in equal parts.",
    marked: `More than 0.8, from ${CASES_LEAST} approvals on.`,
  },
  canaries: {
    name: "Canaries caught",
    means:
      "Of the canaries that somebody answered: how many were denied, or changed where they had to be. A canary is a question about a call that no agent made, with one value in it that should not be there.",
    marked: `Under 80 %, from ${CASES_LEAST} on.`,
  },
  retried: {
    name: "Denied, then approved",
    means:
      "Calls that were approved although the same agent’s call of the same tool, with the same arguments, was denied within the 90 days before.",
    marked: "Any.",
  },
} as const satisfies Record<string, { name: string; means: string; marked: string | null }>;
export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as [MetricName, ...MetricName[]]; // its keys are exactly these
