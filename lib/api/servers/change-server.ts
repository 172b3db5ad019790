import { changeServer as change } from "../../servers/index";
import type { Handler } from "../handler";
import { readServerRow } from "./read-server-rows";

/** Changes a server's address or how its tools are classed. */
export const changeServer: Handler<"changeServer"> = async ({ id, ...wanted }, { human }) => {
  await change(human, id, wanted);
  return readServerRow(id);
};
