import { by, type KindsAbout, type Sentences, say } from "./say";

const ANSWERED: Readonly<Record<string, string>> = {
  approve: "approved",
  narrow: "approved less than",
  edit: "approved with an edit",
  deny: "denied",
  ask: "asked back about",
};

/** Seeded questions, and what people made of them. */
export const CANARY_SENTENCES: Pick<Sentences, KindsAbout<"canary">> = {
  "canary.seeded": ({ class: of }) =>
    say`A canary was seeded: a question about a call that is ${of} and does not exist`,
  "canary.caught": ({ answer }, entry) =>
    by(entry, say`caught a canary: ${ANSWERED[answer] ?? "answered"} it`, say`A canary was caught`),
  "canary.missed": ({ answer }, entry) =>
    by(entry, say`missed a canary: ${ANSWERED[answer] ?? "answered"} it`, say`A canary was missed`),
  "canary.ended": ({ state }) => say`A canary ended without an answer: ${state}`,
  "canary.planned": ({ before, after }, entry) =>
    by(
      entry,
      say`changed the canaries of a week from ${String(before)} to ${String(after)}`,
      say`The canaries of a week were changed from ${String(before)} to ${String(after)}`,
    ),
};
