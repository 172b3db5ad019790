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
  /** How soon after an approval its opposite is regret, in hours. */
  regretHours: 24,
  newPasskeySeconds: 86_400,
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
      "The share of answers that gave exactly what was asked; the range is where the true share lies with 95 % confidence (Wilson). Each person’s last answer to an approval counts once.",
    marked: `More than 98 %, from ${RATE_LEAST} answers on.`,
  },
  expired: {
    name: "Expired",
    means: "Of the approvals that ended by an answer or by their deadline: how many nobody answered in time.",
    marked: `More than 5 %, from ${CASES_LEAST} approvals on.`,
  },
  load: {
    name: "Busiest hour",
    means: "The most answers that one person gave within any 60 minutes.",
    marked: `More than ${THRESHOLDS.perHour}.`,
  },
  waited: {
    name: "Waited",
    means: "From the moment in which it was asked to its end, by an answer or by its deadline: 95 of 100 ended sooner.",
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
      "Of the canaries that somebody answered: how many were denied, or changed where they had to be. A canary looks like the approval of a call, but no agent made that call, and one value in it should not be there.",
    marked: `Under 80 %, from ${CASES_LEAST} on.`,
  },
  retried: {
    name: "Denied, then approved",
    means:
      "Calls that were approved although the same agent’s call of the same tool was denied within the 90 days before: with the same arguments, or with nearly the same, which differ only by spaces, by upper and lower case, or by members that one of the two leaves out.",
    marked: "Any.",
  },
  disagreed: {
    name: "Disagreement",
    means:
      "Of what two people or more answered, in the same wording: how often somebody denied it and somebody else gave it. One person with two accounts is one.",
    marked: null,
  },
  regretted: {
    name: "Regret",
    means:
      "Of what was approved: how often, within 24 hours, a person revoked its task, or the same agent’s very same call was denied. A task can also be revoked because it is done: look at the trend.",
    marked: null,
  },
  override: {
    name: "Override latency",
    means:
      "From a person’s revoking of a task to the end of the last call that was on its way then: the slowest of ten and the slowest. No call may be allowed after it; each that was is counted.",
    marked: "Any call allowed after it.",
  },
  passkey: {
    name: "Signed with a new passkey",
    means:
      "Of the answers that gave something destructive or unclassed and were signed: how many with a passkey that was made less than 24 hours before.",
    marked: "Any.",
  },
} as const satisfies Record<string, { name: string; means: string; marked: string | null }>;
export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as [MetricName, ...MetricName[]]; // its keys are exactly these
