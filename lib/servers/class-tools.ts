import { AppError } from "../base/index";
import type { HumanOrFile } from "../credentials/index";
import { amendServer } from "./amend-server";
import { classChanges, isRaised, writeClasses } from "./class-changes";
import { declaredClasses } from "./declared-classes";
import { type ToolClassing, toolClassingSchema } from "./schema";
import type { ServerRow, ToolRow } from "./store";

/**
 * Says what class each of some tools is, all in one transaction. Raising a class raises the epoch of the running
 * tasks that may use the tool; lowering one does not.
 *
 * @throws INVALID_INPUT; NOT_FOUND for a server or tool that is not there; DIGEST_MISMATCH when a tool's definition
 * is not the one the person saw; CONFIG_OWNED when the configuration file declares a tool's class.
 */
export async function classTools(human: HumanOrFile, serverId: string, classing: ToolClassing): Promise<void> {
  const wanted = toolClassingSchema.safeParse(classing);
  if (!wanted.success) throw new AppError("INVALID_INPUT", wanted.error.issues[0]?.message);
  await amendServer(serverId, (server, tools) => {
    refuseUnclassable(human, server, tools, wanted.data);
    const changes = classChanges(tools, new Map(wanted.data.map((item) => [item.tool, item.class])));
    return {
      tightens: changes.filter(isRaised).map((change) => change.tool),
      reason: `The class of tools of ${server.name} was raised.`,
      write: (tx, now) => writeClasses(tx, { serverId, human, now }, changes),
    };
  });
}

function refuseUnclassable(human: HumanOrFile, server: ServerRow, tools: ToolRow[], wanted: ToolClassing): void {
  const declared = declaredClasses(server);
  for (const { tool, digest } of wanted) {
    const row = tools.find((candidate) => candidate.name === tool);
    if (!row) throw new AppError("NOT_FOUND", `${server.name} has no tool of that name.`, { tool });
    if (digest !== undefined && digest !== row.digest) {
      throw new AppError("DIGEST_MISMATCH", "The tool's definition is not the one the page shows.", { tool });
    }
    if (human && Object.hasOwn(declared, tool)) throw new AppError("CONFIG_OWNED", undefined, { tool });
  }
}
