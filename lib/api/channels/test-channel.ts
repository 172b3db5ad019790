import { testChannel as test } from "../../notify/index";
import type { Handler } from "../handler";

/** Sends a test through a channel. One that does not arrive is no error: the answer says why. */
export const testChannel: Handler<"testChannel"> = async ({ id }, { human }) => test(human, id);
