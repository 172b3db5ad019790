import { counted } from "../ui/count";
import { by, type KindsAbout, type Part, type Sentences, say, value } from "./say";

const KIND_WORDS: Readonly<Record<string, string>> = {
  email: "e-mail",
  slack: "Slack",
  teams: "Teams",
  webhook: "webhook",
};

const rule = (name: string): Part => ({ text: name, as: "rule" });

/** What is done about rules, and what this Countersign does itself. */
export const HOUSE_SENTENCES: Pick<
  Sentences,
  KindsAbout<"rule"> | KindsAbout<"channel"> | KindsAbout<"instance"> | KindsAbout<"config"> | KindsAbout<"body">
> = {
  "rule.made": ({ name }, entry) => by(entry, say`made rule ${rule(name)}`, say`Rule ${rule(name)} was made`),
  "rule.changed": ({ name, version }, entry) =>
    by(
      entry,
      say`changed rule ${rule(name)}, now version ${String(version)}`,
      say`Rule ${rule(name)} was changed, now version ${String(version)}`,
    ),
  "rule.deleted": ({ name }, entry) => by(entry, say`deleted rule ${rule(name)}`, say`Rule ${rule(name)} was deleted`),
  "channel.added": ({ name, kind }, entry) =>
    by(
      entry,
      say`added the ${KIND_WORDS[kind] ?? kind} channel ${value(name)}`,
      say`The ${KIND_WORDS[kind] ?? kind} channel ${value(name)} was added`,
    ),
  "channel.changed": ({ name }, entry) =>
    by(entry, say`changed the channel ${value(name)}`, say`The channel ${value(name)} was changed`),
  "channel.disabled": ({ name, reason }, entry) =>
    by(
      entry,
      say`switched the channel ${value(name)} off: ${value(reason)}`,
      say`The channel ${value(name)} was switched off: ${value(reason)}`,
    ),
  "channel.enabled": ({ name }, entry) =>
    by(entry, say`switched the channel ${value(name)} on`, say`The channel ${value(name)} was switched on`),
  "channel.removed": ({ name }, entry) =>
    by(entry, say`removed the channel ${value(name)}`, say`The channel ${value(name)} was removed`),
  "channel.tested": ({ name, ok }, entry) => {
    const came = ok ? "it arrived" : "it did not arrive";
    return by(
      entry,
      say`sent a test by the channel ${value(name)}: ${came}`,
      say`A test was sent by the channel ${value(name)}: ${came}`,
    );
  },
  "instance.started": ({ version, host }) =>
    say`Countersign ${version} started on ${{ text: host, as: "value" } satisfies Part}`,
  "instance.stopped": () => ["Countersign stopped"],
  "config.applied": ({ changes }) => say`Applied the configuration file: ${counted(changes, "change")}`,
  "body.erased": ({ kind }) => say`Erased the ${kind} of a call`,
};
