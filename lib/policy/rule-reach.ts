import { type ActionClass, CLASSES } from "./class";
import type { RuleBody } from "./rule";

/** The classes that a rule can ever be asked about. */
export const reach = (body: RuleBody): readonly ActionClass[] => (body.match.class ? [body.match.class] : CLASSES);

/** The classes beyond reading whose calls the rule lets through without a person. */
export const allowedUnasked = (body: RuleBody): ActionClass[] =>
  reach(body).filter((name) => name !== "read" && body.calls[name] === "allow");
