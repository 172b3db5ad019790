import { withdrawInvitation as withdraw } from "../../identity/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** Withdraws an invitation that nobody has followed yet. */
export const withdrawInvitation: Handler<"withdrawInvitation"> = async ({ id }, person) => {
  await withdraw(person, id);
  return DONE;
};
