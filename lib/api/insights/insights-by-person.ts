import type { Handler } from "../handler";
import { groupBy } from "./group-by";
import { measurePerson } from "./measure";
import { readFacts } from "./read-facts";

/** Measures how each person answers, those with most answers first. Its contract lets only admins come here. */
export const insightsByPerson: Handler<"insightsByPerson"> = async ({ days }) => {
  const { answers } = await readFacts(days);
  const people = [...groupBy(answers, ({ human }) => human.id).values()].flatMap((group) => {
    const [first] = group;
    return first ? [measurePerson(first.human, group)] : [];
  });
  return { items: people.sort((a, b) => b.answers - a.answers) };
};
