import { AppError } from "../../base/index";
import { checkRule as check, listRules, sayRule } from "../../policy/index";
import type { Rule } from "../../policy/schema";
import type { Handler } from "../handler";
import { readEffects } from "./read-effects";

/** A rule that is not saved yet has no id; it stands for one in comparisons. */
const DRAFT = "00000000-0000-0000-0000-000000000000";

/** Checks a draft: what contradicts, what it says, and which live tasks it would tighten. */
export const checkRule: Handler<"checkRule"> = async ({ id, body }) => {
  const rules = await listRules();
  const present = rules.find((rule) => rule.id === id);
  if (id !== undefined && !present) throw new AppError("NOT_FOUND", "There is no such rule.");
  const others = rules.filter((rule) => rule.id !== id);
  const draft: Rule = { ...body, id: present?.id ?? DRAFT, version: (present?.version ?? 0) + 1 };
  const { errors, warnings } = check(body, others);
  return { errors, warnings, sentence: sayRule(body), effects: await readEffects(draft, [...others, draft]) };
};
