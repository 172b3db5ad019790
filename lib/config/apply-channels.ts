import { type Declared, declareChannel, undeclareChannel } from "../notify/index";
import { atPath } from "./at-path";
import type { Config } from "./config";
import type { Present } from "./present";
import { nameOf } from "./problem";
import { DISABLED_BY_FILE } from "./store";

const SAID: Record<Exclude<Declared, null>, (name: string) => string> = {
  added: (name) => `channel ${name} was added`,
  changed: (name) => `channel ${name} was changed`,
  adopted: (name) => `channel ${name}, made on the page, now belongs to the file`,
  enabled: (name) => `channel ${name} was switched on again`,
};

/** Makes channels what the file says, and switches off those that it no longer declares. Nothing is sent by it. */
export async function applyChannels(config: Config, present: Present): Promise<string[]> {
  const changes: string[] = [];
  for (const { name, settings, path } of config.channels) {
    const declared = await atPath(config, path, () => declareChannel(name, settings, DISABLED_BY_FILE));
    if (declared) changes.push(SAID[declared](name));
  }
  const kept = new Set(config.channels.map(({ name }) => name));
  for (const { id, name, source } of present.channels.values()) {
    if (source !== "config" || kept.has(name)) continue;
    await undeclareChannel(id, `${DISABLED_BY_FILE} ${nameOf(config.file)} no longer declares it.`);
    changes.push(`channel ${name} was switched off: the file no longer declares it`);
  }
  return changes;
}
