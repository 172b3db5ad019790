import { disableChannel as disable, enableChannel as enable } from "../../notify/index";
import type { Handler } from "../handler";
import { readChannelRow } from "./read-channel-rows";

/** Switches a channel off. */
export const disableChannel: Handler<"disableChannel"> = async ({ id, reason }, { human }) => {
  await disable(human, id, reason);
  return readChannelRow(id);
};

/** Switches a channel on. */
export const enableChannel: Handler<"enableChannel"> = async ({ id }, { human }) => {
  await enable(human, id);
  return readChannelRow(id);
};
