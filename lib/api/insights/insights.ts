import { AppError } from "../../base/index";
import { db } from "../../db/index";
import { may } from "../../identity/schema";
import type { Handler } from "../handler";
import { byDay } from "./by-day";
import { expiredOf, measurePerson } from "./measure";
import { type CanaryFact, canariesOf, caughtBy, readCanaries, readPerWeek } from "./read-canaries";
import { readDenied } from "./read-denied";
import { type AnswerFact, type ApprovalFact, readFacts } from "./read-facts";
import { readOverride } from "./read-override";
import { readRetried } from "./read-retried";
import type { Insights, PersonMeasure } from "./schema";
import { disagreed, newPasskeys, regretted } from "./second-thoughts";
import { byAgent, byClass, byRule, byTool } from "./slices";
import { percentile } from "./statistics";

/** Measures how well people oversee. Of single people only the one who asks is in it. */
export const insights: Handler<"insights"> = async ({ days, zone }, person) => {
  const facts = await readFacts(days);
  const [canaries, perWeek, denied, override, self] = await Promise.all([
    readCanaries(facts),
    readPerWeek(),
    readDenied(facts),
    readOverride(facts),
    readSelf(person.human.id),
  ]);
  const seesPeople = may(person, "see_people_insights");
  const { from, to, cut, answers } = facts;
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    cut,
    approvals: {
      ...endingOf(facts.approvals),
      disagreed: disagreed(answers),
      regretted: regretted(facts.approvals, denied),
    },
    answers: answers.length,
    people: new Set(answers.map(({ human }) => human.id)).size,
    classes: byClass(facts, seesPeople),
    agents: byAgent(facts, seesPeople),
    tools: byTool(facts, seesPeople),
    rules: byRule(facts, seesPeople),
    days: byDay(facts, zone),
    canaries: canariesOf(canaries, perWeek, seesPeople),
    override,
    newPasskeys: newPasskeys(answers, seesPeople),
    retried: await readRetried(facts, denied),
    you: yours(self, answers, canaries),
  };
};

/** Who asks; of a person with several accounts the first, under which all their answers are counted. */
async function readSelf(id: string): Promise<PersonMeasure["person"]> {
  const [row] = await db().$queryRaw<PersonMeasure["person"][]>`
    SELECT h.id::text, h.name FROM human i JOIN human h ON h.id = COALESCE(i.same_person_as, i.id) WHERE i.id = ${id}::uuid`;
  if (!row) throw new AppError("FORBIDDEN", "This person is not there any more.");
  return row;
}

function yours(you: PersonMeasure["person"], answers: readonly AnswerFact[], canaries: readonly CanaryFact[]) {
  const own = answers.filter(({ human }) => human.id === you.id);
  const caught = caughtBy(canaries, you.id);
  return own.length > 0 || caught.of > 0 ? measurePerson(you, own, caught) : null;
}

type Ending = Omit<Insights["approvals"], "disagreed" | "regretted">;

function endingOf(approvals: readonly ApprovalFact[]): Ending {
  const waited = approvals.map(({ createdAt, endedAt }) => (endedAt.getTime() - createdAt.getTime()) / 1000);
  return {
    ended: approvals.length,
    ...expiredOf(approvals),
    waitedP95: percentile(
      waited.sort((a, b) => a - b),
      0.95,
    ),
  };
}
