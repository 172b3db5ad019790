import { classTools as classThem } from "../../servers/index";
import type { Handler } from "../handler";
import { readServerDetail } from "./show-server";

/** Says what class tools are. */
export const classTools: Handler<"classTools"> = async ({ id, tools }, { human }) => {
  await classThem(human, id, tools);
  return readServerDetail(id);
};
