import { changeServer } from "../../servers/index";
import type { Handler } from "../handler";
import { readServerDetail } from "./show-server";

/** Sets the header that opens a server, over whatever was there. */
export const setServerCredential: Handler<"setServerCredential"> = async ({ id, ...credential }, { human }) => {
  await changeServer(human, id, { credential });
  return readServerDetail(id);
};
