import { acceptDrift as accept } from "../../servers/index";
import type { Handler } from "../handler";
import { readServerDetail } from "./show-server";

/** Pins the definition that a server offers now in place of the one that was pinned. */
export const acceptDrift: Handler<"acceptDrift"> = async ({ id, ...acceptance }, { human }) => {
  await accept(human, id, acceptance);
  return readServerDetail(id);
};
