import { AppError } from "../base/index";
import { findHumanByEmail } from "../identity/index";
import { ALL_APPROVERS, channelTold, groupTold, type Tell } from "../policy/schema";
import { readChannels } from "./store";

/**
 * Refuses a rule that would tell somebody who is not here, a channel that is not there, or a mailbox as if it were a room.
 * A group that is not there is refused with those that the rule asks.
 *
 * @throws INVALID_INPUT at the field `tell`.
 */
export async function refuseUnknownTold(tell: Tell): Promise<void> {
  const channels = tell.some((told) => channelTold(told) !== null) ? await readChannels() : [];
  for (const told of tell) {
    const [room, group] = [channelTold(told), groupTold(told)];
    if (told === ALL_APPROVERS) continue;
    if (room !== null) refuseUnknownRoom(room, channels);
    else if (group === null) await refuseUnknownPerson(told);
  }
}

async function refuseUnknownPerson(email: string): Promise<void> {
  const human = await findHumanByEmail(email);
  if (!human) throw refusal(`There is no ${email} here.`);
  if (human.state !== "active") throw refusal(`${email} is disabled, and would be told nothing.`);
  if (!human.roles.includes("approver")) throw refusal(`${email} is no approver, so nothing waits for them.`);
}

function refuseUnknownRoom(name: string, channels: readonly { name: string; kind: string }[]): void {
  const channel = channels.find((one) => one.name === name);
  if (!channel) throw refusal(`There is no channel ${name}.`);
  if (channel.kind === "email") throw refusal(`The channel ${name} sends mail to people. Name the people, or a room.`);
}

const refusal = (sentence: string) =>
  new AppError("INVALID_INPUT", sentence, { fields: [{ field: "tell", sentence }] });
