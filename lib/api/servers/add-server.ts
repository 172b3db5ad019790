import { addServer as add } from "../../servers/index";
import type { Handler } from "../handler";
import { readServerRow } from "./read-server-rows";

/** Registers a server and looks at its tools. */
export const addServer: Handler<"addServer"> = async (input, { human }) => {
  const { id } = await add(human, input);
  return readServerRow(id);
};
