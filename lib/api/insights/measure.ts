import { CASES_LEAST, LEVELS, type Level, levelOf, PEOPLE_LEAST, RATE_LEAST, THRESHOLDS, TIME_BOUNDS } from "./metrics";
import type { AnswerFact, ApprovalFact } from "./read-facts";
import type { Beyond, Measure, PersonMeasure, Share, Timing } from "./schema";
import { busiest, histogram, percentile, wilson } from "./statistics";

const HOUR = 3_600_000;

/**
 * Measures answers: what they were, and how people came to them. How they came to them is left out where fewer than
 * three people did, unless whoever asks may see single people.
 */
export function measure(answers: readonly AnswerFact[], seesPeople: boolean): Measure {
  const timing = timingOf(answers);
  const told = seesPeople || timing.people >= PEOPLE_LEAST || timing.people === 0 ? timing : null;
  const approved = answers.filter(({ answer }) => answer === "approve").length;
  const denied = answers.filter(({ answer }) => answer === "deny").length;
  return {
    answers: answers.length,
    approved,
    narrowed: answers.length - approved - denied,
    denied,
    range: answers.length > 0 ? wilson(approved, answers.length) : null,
    timing: told,
    beyond: [...beyondRate(answers), ...(told ? beyondTiming(answers) : [])],
  };
}

/** The same of one person. Only they and admins get it. */
export function measurePerson(
  person: PersonMeasure["person"],
  answers: readonly AnswerFact[],
  canaries: Share = { hits: 0, of: 0 },
): PersonMeasure {
  const busiestHour = busiest(answers.map(({ at }) => at.getTime()).sort(ascending), HOUR);
  const { beyond, ...measured } = measure(answers, true);
  const load: Beyond[] = busiestHour > THRESHOLDS.perHour ? [{ metric: "load", level: null }] : [];
  const marks = [...beyond, ...load, ...beyondCanaries(canaries)];
  return { ...measured, timing: timingOf(answers), person, busiestHour, canaries, beyond: marks };
}

/** Whether too many of the canaries that somebody answered were missed. */
export function beyondCanaries({ hits, of }: Share): Beyond[] {
  return isOver({ hits: of - hits, of }, 1 - THRESHOLDS.caughtShare) ? [{ metric: "canaries", level: null }] : [];
}

const ascending = (a: number, b: number) => a - b;

type Timed = AnswerFact & { seenAt: Date };
const isTimed = (answer: AnswerFact): answer is Timed => answer.seenAt !== null;
const secondsOf = ({ at, seenAt }: Timed): number => Math.max(0, at.getTime() - seenAt.getTime()) / 1000;
const isSnap = (answer: Timed): boolean => secondsOf(answer) < THRESHOLDS.snapSeconds;
const isHasty = (answer: Timed): boolean => secondsOf(answer) < (answer.words ?? 0) / THRESHOLDS.wordsPerSecond;

/** How fast and carefully people answered, of those answers whose card told when it was seen. */
export function timingOf(answers: readonly AnswerFact[]): Timing {
  const timed = answers.filter(isTimed);
  const seconds = timed.map(secondsOf).sort(ascending);
  const [p10, p50, p90] = [0.1, 0.5, 0.9].map((share) => percentile(seconds, share));
  const known = typeof p10 === "number" && typeof p50 === "number" && typeof p90 === "number";
  return {
    people: new Set(timed.map(({ human }) => human.id)).size,
    timed: timed.length,
    seconds: known ? { p10, p50, p90 } : null,
    snap: shareOf(timed, isSnap),
    hasty: shareOf(timed, isHasty),
    inspected: shareOf(timed.filter(gives), ({ endAt }) => endAt !== null),
    histogram: histogram(seconds, TIME_BOUNDS),
  };
}

const gives = ({ answer }: AnswerFact): boolean => answer !== "deny";

export function shareOf<T>(all: readonly T[], is: (one: T) => boolean): Share {
  return { hits: all.filter(is).length, of: all.length };
}

/** Each level has a rate of its own: easy approvals must not hide hard ones. */
function beyondRate(answers: readonly AnswerFact[]): Beyond[] {
  return LEVELS.flatMap((level): Beyond[] => {
    const at = answers.filter((answer) => levelOf(answer.class) === level);
    const { hits, of } = shareOf(at, ({ answer }) => answer === "approve");
    return of >= RATE_LEAST && hits / of > THRESHOLDS.approveShare ? [{ metric: "approved", level }] : [];
  });
}

function beyondTiming(answers: readonly AnswerFact[]): Beyond[] {
  return [
    ...beyondAt("medium", answers, ({ snap, hasty }) => [
      isOver(snap, THRESHOLDS.snapShareMedium) && "snap",
      isOver(hasty, THRESHOLDS.snapShareMedium) && "hasty",
    ]),
    ...beyondAt("high", answers, ({ timed, seconds, snap, hasty, inspected }) => [
      timed >= CASES_LEAST && seconds !== null && seconds.p10 < THRESHOLDS.decidedWithin && "time",
      snap.hits > 0 && "snap",
      hasty.hits > 0 && "hasty",
      inspected.of >= CASES_LEAST && inspected.hits / inspected.of < THRESHOLDS.inspectedShare && "inspected",
    ]),
  ];
}

type Marks = (timing: Timing) => (Beyond["metric"] | false)[];

function beyondAt(level: Level, answers: readonly AnswerFact[], marks: Marks): Beyond[] {
  const timing = timingOf(answers.filter((answer) => levelOf(answer.class) === level));
  return marks(timing).flatMap((metric) => (metric ? [{ metric, level }] : []));
}

/** Whether a share of enough cases lies above a bound. */
export const isOver = ({ hits, of }: Share, bound: number): boolean => of >= CASES_LEAST && hits / of > bound;

/** How many of some approvals nobody answered, and whether those are too many. */
export function expiredOf(approvals: readonly ApprovalFact[]): { expired: Share; beyond: Beyond[] } {
  const expired = shareOf(approvals, ({ state }) => state === "expired");
  return { expired, beyond: isOver(expired, THRESHOLDS.expiredShare) ? [{ metric: "expired", level: null }] : [] };
}
