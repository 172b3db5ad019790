import { record } from "../audit/index";
import { AppError } from "../base/index";
import type { HumanOrFile } from "../credentials/index";
import { amendServer } from "./amend-server";
import { updateServer } from "./store";

/**
 * Disables a server: from this commit on no call to it is allowed. A person may disable what the configuration file
 * declares, since stopping is always theirs; when the file itself no longer declares it, people may enable it again.
 *
 * @param reason Why, as the log will say it.
 * @throws NOT_FOUND. Harmless when the server is disabled already.
 */
export async function disableServer(human: HumanOrFile, serverId: string, reason: string): Promise<void> {
  const sentence = reason.trim().slice(0, 500);
  if (sentence === "") throw new AppError("INVALID_INPUT", "Say why the server is disabled.");
  await amendServer(serverId, (server, tools) => ({
    tightens: server.state === "active" ? tools.map((tool) => tool.name) : [],
    reason: `The server ${server.name} was disabled: ${sentence}`,
    write: async (tx, now) => {
      const orphaned = human ? {} : { source: "page" };
      if (server.state === "disabled") return updateServer(tx, serverId, orphaned);
      await updateServer(tx, serverId, { state: "disabled", disabledAt: now, ...orphaned });
      await record(tx, { kind: "server.disabled", serverId, humanId: human?.id, facts: { reason: sentence } });
    },
  }));
}

/**
 * Enables a disabled server again, with the tools as they were pinned. Tasks whose calls it took away get new tokens
 * by themselves; nothing that was held or denied meanwhile comes back.
 *
 * @throws NOT_FOUND. Harmless when the server is active already.
 */
export async function enableServer(human: HumanOrFile, serverId: string): Promise<void> {
  await amendServer(serverId, (server) => ({
    tightens: [],
    reason: "",
    write: async (tx) => {
      if (server.state === "active") return;
      await updateServer(tx, serverId, { state: "active", disabledAt: null, checkedAt: null });
      await record(tx, { kind: "server.enabled", serverId, humanId: human?.id, facts: {} });
    },
  }));
}
