import { CLASSES } from "../../policy/schema";
import { groupBy } from "./group-by";
import { expiredOf, measure } from "./measure";
import { CASES_LEAST, THRESHOLDS } from "./metrics";
import type { AnswerFact, ApprovalFact, Facts } from "./read-facts";
import type { AgentMeasure, Beyond, ClassMeasure, RuleMeasure, ToolMeasure } from "./schema";
import { concentration } from "./statistics";

type Of = Pick<Facts, "answers" | "approvals">;

/** The classes in which anybody answered, least severe first. */
export function byClass({ answers }: Of, seesPeople: boolean): ClassMeasure[] {
  const groups = groupBy(answers, (answer) => answer.class);
  return CLASSES.flatMap((name) => {
    const group = groups.get(name);
    return group ? [{ class: name, ...measure(group, seesPeople) }] : [];
  });
}

/** The agents that asked, those with most answers first. */
export function byAgent({ answers, approvals }: Of, seesPeople: boolean): AgentMeasure[] {
  const asked = groupBy(approvals, ({ agent }) => agent.id);
  const answered = groupBy(answers, ({ agent }) => agent.id);
  return keysOf(asked, answered)
    .flatMap((id) => {
      const [of, group] = [asked.get(id) ?? [], answered.get(id) ?? []];
      const agent = (of[0] ?? group[0])?.agent;
      if (!agent) return [];
      const { expired, beyond } = expiredOf(of);
      const spread = spreadOf(group);
      const measured = measure(group, seesPeople);
      const { approvers, index } = spread;
      const marks = [...measured.beyond, ...beyond, ...spread.beyond];
      return [{ ...measured, agent, expired, approvers, concentration: index, beyond: marks }];
    })
    .sort(byAnswers);
}

/** From how few people an agent's approvals come. */
function spreadOf(answers: readonly AnswerFact[]): { approvers: number; index: number | null; beyond: Beyond[] } {
  const given = answers.filter(({ answer }) => answer !== "deny");
  const people = [...groupBy(given, ({ human }) => human.id).values()].map((group) => group.length);
  const index = concentration(people);
  const marked = index !== null && given.length >= CASES_LEAST && index > THRESHOLDS.concentration;
  return { approvers: people.length, index, beyond: marked ? [{ metric: "concentration", level: null }] : [] };
}

/** The tools of approvals about one call, those with most answers first. */
export function byTool({ answers }: Of, seesPeople: boolean): ToolMeasure[] {
  const groups = groupBy(answers, ({ call, class: of }) => call && JSON.stringify([call.server, call.tool, of]));
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first?.call) return [];
      const { server, tool } = first.call;
      return [{ server, tool, class: first.class, ...measure(group, seesPeople) }];
    })
    .sort(byAnswers);
}

/** The rules that asked, those with most answers first. */
export function byRule({ answers, approvals }: Of, seesPeople: boolean): RuleMeasure[] {
  const keyOf = ({ rule }: ApprovalFact | AnswerFact) => rule?.id ?? GONE;
  const asked = groupBy(approvals, keyOf);
  const answered = groupBy(answers, keyOf);
  return keysOf(asked, answered)
    .map((key) => {
      const [of, group] = [asked.get(key) ?? [], answered.get(key) ?? []];
      const { expired, beyond } = expiredOf(of);
      const measured = measure(group, seesPeople);
      const rule = (of[0] ?? group[0])?.rule ?? null;
      return { ...measured, rule, expired, beyond: [...measured.beyond, ...beyond] };
    })
    .sort(byAnswers);
}

const GONE = "";
const keysOf = (...maps: ReadonlyMap<string, unknown>[]) => [...new Set(maps.flatMap((map) => [...map.keys()]))];
const byAnswers = (a: { answers: number }, b: { answers: number }) => b.answers - a.answers;
