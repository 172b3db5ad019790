import { counted } from "../ui/count";
import { by, changedWords, type KindsAbout, type Sentences, say, value } from "./say";

const CHANGED = { note: "the note", members: "the members" } as const;

/** What is done about groups. */
export const GROUP_SENTENCES: Pick<Sentences, KindsAbout<"group">> = {
  "group.made": ({ name, members }, entry) => {
    const made = say`the group ${value(name)} of ${counted(members.length, "person", "people")}`;
    return by(entry, say`made ${made}`, say`Made ${made}`);
  },
  "group.changed": ({ name, after }, entry) => {
    const what = say`${changedWords(after, CHANGED)} of the group ${value(name)}`;
    return by(entry, say`changed ${what}`, say`Changed ${what}`);
  },
  "group.deleted": ({ name }, entry) =>
    by(entry, say`deleted the group ${value(name)}`, say`The group ${value(name)} was deleted`),
};
