import { counted } from "../ui/count";
import { by, type KindsAbout, type Part, type Sentences, say } from "./say";

const rule = (name: string): Part => ({ text: name, as: "rule" });

/** What is done about rules, and what this Countersign does itself. */
export const HOUSE_SENTENCES: Pick<
  Sentences,
  KindsAbout<"rule"> | KindsAbout<"instance"> | KindsAbout<"config"> | KindsAbout<"body">
> = {
  "rule.made": ({ name }, entry) => by(entry, say`made rule ${rule(name)}`, say`Rule ${rule(name)} was made`),
  "rule.changed": ({ name, version }, entry) =>
    by(
      entry,
      say`changed rule ${rule(name)}, now version ${String(version)}`,
      say`Rule ${rule(name)} was changed, now version ${String(version)}`,
    ),
  "rule.deleted": ({ name }, entry) => by(entry, say`deleted rule ${rule(name)}`, say`Rule ${rule(name)} was deleted`),
  "instance.started": ({ version, host }) =>
    say`Countersign ${version} started on ${{ text: host, as: "value" } satisfies Part}`,
  "instance.stopped": () => ["Countersign stopped"],
  "config.applied": ({ changes }) => say`Applied the configuration file: ${counted(changes, "change")}`,
  "body.erased": ({ kind }) => say`Erased the ${kind} of a call`,
};
