import { counted } from "../ui/count";
import { agentOf, by, changedWords, type KindsAbout, type Sentences, say, value } from "./say";

const CHANGED = { name: "the name", owner: "the owner", note: "the note" } as const;

/** What differs between two faces of an agent. */
function difference(before: unknown, after: unknown): Record<string, unknown> {
  const was = new Map(typeof before === "object" && before !== null ? Object.entries(before) : []);
  const is = typeof after === "object" && after !== null ? Object.entries(after) : [];
  return Object.fromEntries(is.filter(([key, now]) => was.get(key) !== now));
}

/** What is done about agents. */
export const AGENT_SENTENCES: Pick<Sentences, KindsAbout<"agent">> = {
  "agent.registered": ({ owner }, entry) =>
    by(
      entry,
      say`registered ${agentOf(entry)}, owned by ${value(owner)}`,
      say`${agentOf(entry)} was registered, owned by ${value(owner)}`,
    ),
  "agent.changed": ({ before, after }, entry) => {
    const what = changedWords(difference(before, after), CHANGED);
    return by(entry, say`changed ${what} of ${agentOf(entry)}`, say`Changed ${what} of ${agentOf(entry)}`);
  },
  "agent.disabled": ({ tasks }, entry) => {
    const also = tasks > 0 ? ` and ended ${counted(tasks, "task")} of it` : "";
    return by(entry, say`disabled ${agentOf(entry)}${also}`, say`Disabled ${agentOf(entry)}${also}`);
  },
  "agent.enabled": (_, entry) => by(entry, say`enabled ${agentOf(entry)}`, say`${agentOf(entry)} was enabled`),
  "agent.locked": ({ tasks }, entry) => {
    const also = tasks > 0 ? ` and stopped ${counted(tasks, "task")} of it` : "";
    return by(entry, say`locked ${agentOf(entry)}${also}`, say`${agentOf(entry)} was locked`);
  },
  "agent.lock_lifted": (_, entry) =>
    by(entry, say`lifted the lock of ${agentOf(entry)}`, say`The lock of ${agentOf(entry)} was lifted`),
  "agent.charter_set": (_, entry) =>
    by(entry, say`set the default charter of ${agentOf(entry)}`, say`The default charter of ${agentOf(entry)} was set`),
  "agent.charter_removed": (_, entry) =>
    by(
      entry,
      say`removed the default charter of ${agentOf(entry)}`,
      say`The default charter of ${agentOf(entry)} was removed`,
    ),
  "agent.credential_made": ({ kind, hint }, entry) => {
    const made = say`a ${kind} for ${agentOf(entry)}, ${value(hint)}…`;
    return by(entry, say`made ${made}`, say`Declared ${made}`);
  },
  "agent.credential_revoked": ({ kind, hint }, entry) => {
    const revoked = say`the ${kind} ${value(hint)}… of ${agentOf(entry)}`;
    return by(entry, say`revoked ${revoked}`, say`Revoked ${revoked}`);
  },
};
