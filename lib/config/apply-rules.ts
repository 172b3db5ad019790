import { applyConfigRules } from "../policy/index";
import { atPath } from "./at-path";
import type { Config } from "./config";

/** Makes the file's rules the stored ones, all or none of them; those that it no longer declares are turned off. */
export async function applyRules(config: Config): Promise<string[]> {
  const bodies = config.rules.map(({ body }) => body);
  const { made, changed, turnedOff } = await atPath(config, ["rules"], () => applyConfigRules(bodies));
  return [
    ...made.map((name) => `rule ${name} was made`),
    ...changed.map((name) => `rule ${name} was changed`),
    ...turnedOff.map((name) => `rule ${name} was turned off: the file no longer declares it`),
  ];
}
