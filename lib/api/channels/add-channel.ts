import { addChannel as add } from "../../notify/index";
import type { Handler } from "../handler";
import { readChannelRow } from "./read-channel-rows";

/** Adds a channel. */
export const addChannel: Handler<"addChannel"> = async (input, { human }) => {
  const { channel, secret } = await add(human, input);
  return { channel: await readChannelRow(channel.id), secret };
};
