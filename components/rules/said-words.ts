import { changedFields, type RuleBody, type RuleField, type SaidPart, sayRule } from "@/lib/policy/schema";

/** A piece of a rule's sentence, ready to be shown: `changed` is marked, an unfinished one is a gap. */
export type SaidWord = SaidPart & { changed: boolean };

type Saying = {
  body: RuleBody;
  /** What it is compared with; null marks nothing. */
  before: RuleBody | null;
  /** Fields that are not complete yet: a gap stands for them. */
  unsaid?: ReadonlySet<RuleField>;
};

const GAP = "…";

/** A number stays on the line of its unit. */
const together = ({ text, field }: SaidPart): string =>
  field?.endsWith("Seconds") ? text.replace(/(\d) (?=[a-z])/g, "$1\u00a0") : text;

/** Says a rule with the words marked that differ from what it said before. */
export function sayMarked({ body, before, unsaid }: Saying): SaidWord[] {
  const parts = sayRule(body);
  const said = new Set(parts.map((part) => part.field));
  const changed = new Set((before ? changedFields(before, body) : []).map((field) => standIn(field, said)));
  return parts.map((part) => {
    const gap = part.field !== undefined && unsaid?.has(part.field);
    return {
      ...part,
      text: gap ? GAP : together(part),
      changed: part.field !== undefined && (gap || changed.has(part.field)),
    };
  });
}

/** A class is said within the words for the tool, and the other way round: where one is gone, the other says so. */
function standIn(field: RuleField, said: ReadonlySet<RuleField | undefined>): RuleField {
  if (said.has(field)) return field;
  if (field === "match.class") return "match.tool";
  if (field === "match.tool") return "match.class";
  return field;
}
