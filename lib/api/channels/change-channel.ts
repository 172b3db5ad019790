import { changeChannel as change } from "../../notify/index";
import type { Handler } from "../handler";
import { readChannelRow } from "./read-channel-rows";

/** Changes a channel. */
export const changeChannel: Handler<"changeChannel"> = async ({ id, settings }, { human }) => {
  const { secret } = await change(human, id, settings);
  return { channel: await readChannelRow(id), secret };
};
