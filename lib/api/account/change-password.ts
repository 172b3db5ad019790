import { changeOwnPassword } from "../../identity/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** Changes one's own password. All other sessions end. */
export const changePassword: Handler<"changePassword"> = async (passwords, signedIn) => {
  await changeOwnPassword(signedIn, passwords);
  return DONE;
};
