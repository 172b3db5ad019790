import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { declareAgent, findHumanByEmail } from "../identity/index";
import { charterDigest, removeDefaultCharter, setDefaultCharter } from "../tasks/index";
import { declareCredential, findDefaultCharter, forgetCredentials } from "../tokens/index";
import { atPath } from "./at-path";
import type { Config, DeclaredAgent } from "./config";
import type { Present } from "./present";
import { retireAgent } from "./retire-agent";

/** Makes agents what the file says, each with its charter and credentials, and retires those it no longer declares. */
export async function applyAgents(config: Config, present: Present): Promise<string[]> {
  const changes: string[] = [];
  for (const agent of config.agents) {
    const changed = await atPath(config, agent.path, () => inTransaction((tx) => declare(tx, agent)));
    if (changed) changes.push(sayChange(agent.name, present));
  }
  const declared = new Set(config.agents.map(({ name }) => name));
  const missing = [...present.agents.values()].filter(({ source, name }) => source === "config" && !declared.has(name));
  for (const { id, name } of missing) {
    const paused = await retireAgent(id, config.file);
    changes.push(`agent ${name} was disabled and ${paused} of its tasks paused: the file no longer declares it`);
  }
  if (changes.length > 0) forgetCredentials();
  return changes;
}

async function declare(tx: Tx, said: DeclaredAgent): Promise<boolean> {
  const owner = await findHumanByEmail(said.owner, tx);
  if (!owner) throw new AppError("INVALID_INPUT", `There is no ${said.owner} here.`);
  const { agent, changed } = await declareAgent(tx, { name: said.name, ownerId: owner.id, note: said.note });
  const others = [
    await declareCharter(tx, agent.id, said.charter),
    await declareCredential(tx, { agentId: agent.id, kind: "secret", value: said.secret }),
    await declareCredential(tx, { agentId: agent.id, kind: "key", value: said.key }),
  ];
  return changed || others.includes(true);
}

async function declareCharter(tx: Tx, agentId: string, charter: DeclaredAgent["charter"]): Promise<boolean> {
  if (!charter) return removeDefaultCharter(tx, {}, agentId);
  const before = await findDefaultCharter(agentId, tx);
  await setDefaultCharter(tx, {}, agentId, charter);
  return !before || charterDigest(before) !== charterDigest(charter);
}

function sayChange(name: string, present: Present): string {
  const before = present.agents.get(name);
  if (!before) return `agent ${name} was registered`;
  if (before.state === "disabled") return `agent ${name} was enabled again`;
  return before.source === "config"
    ? `agent ${name} was changed`
    : `agent ${name}, made on the page, now belongs to the file`;
}
