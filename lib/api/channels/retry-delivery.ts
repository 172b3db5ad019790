import { retryDelivery as retry } from "../../notify/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** Sends a message again. */
export const retryDelivery: Handler<"retryDelivery"> = async ({ id }) => {
  await retry(id);
  return DONE;
};
