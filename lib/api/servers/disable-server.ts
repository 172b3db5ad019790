import { db } from "../../db/index";
import { disableServer as disable } from "../../servers/index";
import { tasksOnServer } from "../../tasks/index";
import type { Handler } from "../handler";
import { previewStop } from "../tasks/preview-stop";
import { readServerRow } from "./read-server-rows";

/** Disables a server: from then on no call to it is allowed. */
export const disableServer: Handler<"disableServer"> = async ({ id, reason }, { human }) => {
  await disable(human, id, reason);
  return readServerRow(id);
};

/** Tells which tasks use it, and what of them that would stop. */
export const previewServerStop: Handler<"previewServerStop"> = async ({ id }) => {
  const { name } = await readServerRow(id);
  return previewStop(await tasksOnServer(db(), name));
};
