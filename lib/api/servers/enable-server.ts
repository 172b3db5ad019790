import { enableServer as enable } from "../../servers/index";
import type { Handler } from "../handler";
import { readServerRow } from "./read-server-rows";

/** Enables a disabled server with its tools as they were pinned. */
export const enableServer: Handler<"enableServer"> = async ({ id }, { human }) => {
  await enable(human, id);
  return readServerRow(id);
};
