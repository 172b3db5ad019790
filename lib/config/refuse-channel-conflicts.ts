import { ALL_APPROVERS, channelTold, groupTold } from "../policy/schema";
import type { Config, DeclaredChannel, DeclaredRule } from "./config";
import type { Present } from "./present";
import type { Path } from "./problem";
import { didYouMean } from "./suggest";

type Refuse = (path: Path, sentence: string) => void;

/**
 * Refuses a channel of the file that would take over one which was made on the page and is another: of another kind, or
 * by another mail server or origin.
 */
export function checkChannel({ path, name, settings }: DeclaredChannel, present: Present, refuse: Refuse): void {
  const before = present.channels.get(name);
  if (!before) return;
  const place = (of: { kind: string; host?: string; origin?: string; url?: string }) =>
    of.host ?? of.origin ?? new URL(of.url ?? "").origin;
  if (before.kind !== settings.kind)
    refuse(path, `There is a channel called ${name} of another kind. Use another name.`);
  else if (before.source === "page" && place(before.settings) !== place(settings))
    refuse(path, `A channel called ${name} was made on the page, and leads elsewhere. Use another name.`);
}

/** Refuses a rule that tells somebody who would not be here, or a channel that would not be there. */
export function checkTold(
  { path, body }: DeclaredRule,
  { config, present, refuse }: { config: Config; present: Present; refuse: Refuse },
): void {
  for (const [index, told] of body.tell.entries()) {
    if (told === ALL_APPROVERS) continue;
    const [room, group] = [channelTold(told), groupTold(told)];
    if (group !== null) continue; // looked for among the groups that rules ask
    const sentence = room === null ? sayPerson(told, config, present) : sayRoom(room, config, present);
    if (sentence) refuse([...path, "tell", index], sentence);
  }
}

function sayPerson(email: string, config: Config, present: Present): string | null {
  const before = present.people.get(email);
  const declared = config.people.find((person) => person.email === email);
  const known = [...config.people.map((person) => person.email), ...present.people.keys()];
  if (!declared && !before) return `There is no ${email} here.${didYouMean(email, known)}`;
  if (!declared && (before?.state !== "active" || before.source === "config"))
    return `${email} is disabled, or would be by this file, and would be told nothing.`;
  const roles: readonly string[] = declared?.roles ?? before?.roles ?? [];
  return roles.includes("approver") ? null : `${email} is no approver, so nothing waits for them.`;
}

function sayRoom(name: string, config: Config, present: Present): string | null {
  const declared = config.channels.find((channel) => channel.name === name)?.settings.kind;
  const before = present.channels.get(name);
  const known = [...config.channels.map((channel) => channel.name), ...present.channels.keys()];
  const kind = declared ?? (before?.source === "page" ? before.kind : undefined);
  if (!kind) return `There is no channel called ${name}.${didYouMean(name, known)}`;
  return kind === "email" ? `The channel ${name} sends mail to people. Name the people, or a room.` : null;
}
