import type { Handler } from "../handler";
import { readChannelRows } from "./read-channel-rows";

/** Lists channels by name. */
export const listChannels: Handler<"listChannels"> = async () => ({ items: await readChannelRows() });
