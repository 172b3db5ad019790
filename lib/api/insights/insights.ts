import { may } from "../../identity/schema";
import type { Handler } from "../handler";
import { byDay } from "./by-day";
import { expiredOf, measurePerson } from "./measure";
import { type CanaryFact, canariesOf, caughtBy, readCanaries, readPerWeek } from "./read-canaries";
import { type AnswerFact, type QuestionFact, readFacts } from "./read-facts";
import { readRetried } from "./read-retried";
import type { Insights, PersonMeasure } from "./schema";
import { byAgent, byClass, byRule, byTool } from "./slices";
import { percentile } from "./statistics";

/** Measures how well people oversee. Of single people only the one who asks is in it. */
export const insights: Handler<"insights"> = async ({ days, zone }, person) => {
  const facts = await readFacts(days);
  const [canaries, perWeek] = await Promise.all([readCanaries(facts), readPerWeek()]);
  const seesPeople = may(person, "see_people_insights");
  const own = facts.answers.filter(({ human }) => human.id === person.human.id);
  const { from, to, cut, answers } = facts;
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    cut,
    questions: questionsOf(facts.questions),
    answers: answers.length,
    people: new Set(answers.map(({ human }) => human.id)).size,
    classes: byClass(facts, seesPeople),
    agents: byAgent(facts, seesPeople),
    tools: byTool(facts, seesPeople),
    rules: byRule(facts, seesPeople),
    days: byDay(facts, zone),
    canaries: canariesOf(canaries, perWeek, seesPeople),
    retried: await readRetried(facts),
    you: yours({ id: person.human.id, name: person.human.name }, own, canaries),
  };
};

function yours(you: PersonMeasure["person"], own: readonly AnswerFact[], canaries: readonly CanaryFact[]) {
  const caught = caughtBy(canaries, you.id);
  return own.length > 0 || caught.of > 0 ? measurePerson(you, own, caught) : null;
}

function questionsOf(questions: readonly QuestionFact[]): Insights["questions"] {
  const waited = questions.map(({ createdAt, endedAt }) => (endedAt.getTime() - createdAt.getTime()) / 1000);
  return {
    ended: questions.length,
    ...expiredOf(questions),
    waitedP95: percentile(
      waited.sort((a, b) => a - b),
      0.95,
    ),
  };
}
