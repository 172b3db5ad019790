import { by, type KindsAbout, type Sentences, say, serverOf, toolOf, value } from "./say";

/** What is done about servers and their tools, and what servers do. */
export const SERVER_SENTENCES: Pick<Sentences, KindsAbout<"server"> | KindsAbout<"tool">> = {
  "server.added": ({ url }, entry) =>
    by(entry, say`added ${serverOf(entry)} at ${value(url)}`, say`${serverOf(entry)} was added at ${value(url)}`),
  "server.changed": (_, entry) => by(entry, say`changed ${serverOf(entry)}`, say`${serverOf(entry)} was changed`),
  "server.disabled": (_, entry) => by(entry, say`disabled ${serverOf(entry)}`, say`${serverOf(entry)} was disabled`),
  "server.enabled": (_, entry) => by(entry, say`enabled ${serverOf(entry)}`, say`${serverOf(entry)} was enabled`),
  "server.credential_set": ({ header }, entry) =>
    by(
      entry,
      say`set the credential of ${serverOf(entry)}, sent as ${value(header)}`,
      say`The credential of ${serverOf(entry)} was set, sent as ${value(header)}`,
    ),
  "server.credential_removed": (_, entry) =>
    by(entry, say`removed the credential of ${serverOf(entry)}`, say`The credential of ${serverOf(entry)} was removed`),
  "tool.pinned": ({ proposedClass }, entry) => say`Pinned ${toolOf(entry)}, ${proposedClass} by its hints`,
  "tool.drifted": (_, entry) => say`${toolOf(entry)} is no longer as it was pinned`,
  "tool.accepted": (_, entry) =>
    by(
      entry,
      say`accepted the new definition of ${toolOf(entry)}`,
      say`The new definition of ${toolOf(entry)} was accepted`,
    ),
  "tool.gone": (_, entry) => say`${toolOf(entry)} is no longer offered`,
  "tool.classed": ({ before, after }, entry) => {
    const was = before === null ? "" : `, ${before} before`;
    return by(entry, say`classed ${toolOf(entry)} as ${after}${was}`, say`Classed ${toolOf(entry)} as ${after}${was}`);
  },
  "tool.locked": (_, entry) => by(entry, say`locked ${toolOf(entry)}`, say`${toolOf(entry)} was locked`),
  "tool.lock_lifted": (_, entry) =>
    by(entry, say`lifted the lock of ${toolOf(entry)}`, say`The lock of ${toolOf(entry)} was lifted`),
};
