import { AppError } from "../../base/index";
import { findRule, listVersions } from "../../policy/index";
import type { Handler } from "../handler";
import { toRuleRow } from "./to-rule-row";

/** Shows one rule with its versions, newest first. */
export const showRule: Handler<"rule"> = async ({ id }) => {
  const rule = await findRule(id);
  if (!rule) throw new AppError("NOT_FOUND", "There is no such rule.");
  const versions = await listVersions(id);
  return {
    ...toRuleRow(rule),
    versions: versions.map((version) => ({ ...version, at: version.at.toISOString() })),
  };
};
