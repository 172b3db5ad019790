import type { TightenedTask } from "@/lib/api/schema";
import { type ClockName, RULE_FIELDS, type RuleField, type TermField } from "@/lib/policy/schema";
import { counted } from "../ui/count";
import { FIELD_WORDS, sayValue } from "./field-words";

/** One difference between what a task holds and what the rules would give. What is looser stays as it is held. */
export type EffectLine = { key: string; word: string; title?: string; old: string; now: string; tighter: boolean };

/**
 * The differences of a task, what gets tighter first. Tools for which the same changes in the same way are one line: a
 * task may hold hundreds.
 */
export function effectLines({ clocks, tools }: Pick<TightenedTask, "clocks" | "tools">): EffectLine[] {
  const ofClocks = clocks
    .filter((clock) => clock.verdict !== "same")
    .map((clock) => ({
      key: clock.name,
      word: FIELD_WORDS[clock.name],
      old: sayValue(clock.name, clock.old),
      now: sayValue(clock.name, clock.new),
      tighter: clock.verdict === "tighter",
    }));
  const ofTools = toolLines(tools.filter((change) => !saidByClock(change, clocks)));
  return [...ofClocks, ...ofTools].sort((a, b) => Number(b.tighter) - Number(a.tighter));
}

type ToolChange = TightenedTask["tools"][number];

/** Some numbers are held for the task and for each of its tools: where both change alike, once is enough. */
const saidByClock = (change: ToolChange, clocks: TightenedTask["clocks"]): boolean =>
  clocks.some((clock) => clock.name === change.field && clock.old === change.old && clock.new === change.new);

function toolLines(tools: readonly ToolChange[]): EffectLine[] {
  const alike = new Map<string, ToolChange[]>();
  for (const change of tools) {
    const key = JSON.stringify([change.field, change.old, change.new]);
    alike.set(key, [...(alike.get(key) ?? []), change]);
  }
  return [...alike].flatMap(([key, changes]) => {
    const [first] = changes;
    return first ? [toolLine(key, first, changes)] : [];
  });
}

function toolLine(
  key: string,
  { field, tool, old, new: now, verdict }: ToolChange,
  changes: readonly ToolChange[],
): EffectLine {
  const names = changes.map((change) => `${change.tool} on ${change.server}`);
  const value = (given: string | number | null) => sayValue(field as ClockName | TermField | "rule", given); // the API's own list
  return {
    key,
    word: `${wordOf(field)}, ${changes.length === 1 ? tool : counted(changes.length, "tool")}`,
    title: names.join("\n"),
    old: value(old),
    now: value(now),
    tighter: verdict === "tighter",
  };
}

const isField = (field: string): field is RuleField => (RULE_FIELDS as readonly string[]).includes(field);
const wordOf = (field: string): string => (isField(field) ? FIELD_WORDS[field] : "Rule");
