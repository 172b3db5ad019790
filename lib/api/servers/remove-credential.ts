import { changeServer } from "../../servers/index";
import type { Handler } from "../handler";
import { readServerDetail } from "./show-server";

/** Removes the header that opens a server; harmless when there is none. */
export const removeServerCredential: Handler<"removeServerCredential"> = async ({ id }, { human }) => {
  await changeServer(human, id, { credential: null });
  return readServerDetail(id);
};
