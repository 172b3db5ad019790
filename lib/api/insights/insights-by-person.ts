import type { Handler } from "../handler";
import { groupBy } from "./group-by";
import { measurePerson } from "./measure";
import { caughtBy, readCanaries } from "./read-canaries";
import { readFacts } from "./read-facts";

/** Measures how each person answers, those with most answers first. Its contract lets only admins come here. */
export const insightsByPerson: Handler<"insightsByPerson"> = async ({ days }) => {
  const facts = await readFacts(days);
  const canaries = await readCanaries(facts);
  const answered = groupBy(facts.answers, ({ human }) => human.id);
  const known = [...facts.answers, ...canaries].flatMap(({ human }) => human ?? []);
  const people = [...new Map(known.map((human) => [human.id, human])).values()].map((human) =>
    measurePerson(human, answered.get(human.id) ?? [], caughtBy(canaries, human.id)),
  );
  return { items: people.sort((a, b) => b.answers - a.answers) };
};
