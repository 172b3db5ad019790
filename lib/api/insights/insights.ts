import { may } from "../../identity/schema";
import type { Handler } from "../handler";
import { byDay } from "./by-day";
import { expiredOf, measurePerson } from "./measure";
import { type QuestionFact, readFacts } from "./read-facts";
import { readRetried } from "./read-retried";
import type { Insights } from "./schema";
import { byAgent, byClass, byRule, byTool } from "./slices";
import { percentile } from "./statistics";

/** Measures how well people oversee. Of single people only the one who asks is in it. */
export const insights: Handler<"insights"> = async ({ days, zone }, person) => {
  const facts = await readFacts(days);
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
    retried: await readRetried(facts),
    you: own.length > 0 ? measurePerson({ id: person.human.id, name: person.human.name }, own) : null,
  };
};

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
