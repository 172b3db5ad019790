import { explainRule as explain } from "../../policy/index";
import { ruleRef } from "../../policy/schema";
import type { Handler } from "../handler";
import { readTools } from "../read-tools";

/** Tells which rule would apply to an agent and a tool now, and why. */
export const explainRule: Handler<"explainRule"> = async ({ agent, server, tool, class: given }) => {
  const ofClass = given ?? (await readTools([server]))(server, tool).class;
  const { lost, ...explanation } = await explain({ agent, server, tool, class: ofClass });
  return {
    ...explanation,
    lost: lost.map(({ rule, code, sentence }) => ({ rule: ruleRef(rule), code, sentence })),
  };
};
