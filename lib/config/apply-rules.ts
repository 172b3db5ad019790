import { applyConfigRules, listRules, type StoredRule } from "../policy/index";
import { atPath } from "./at-path";
import type { Config } from "./config";

/** Makes the file's rules the stored ones, all or none of them; those that it no longer declares are turned off. */
export async function applyRules(config: Config): Promise<string[]> {
  const bodies = config.rules.map(({ body }) => body);
  const before = new Map((await listRules()).map((rule) => [rule.name, rule]));
  const { made, changed, turnedOff } = await atPath(config, ["rules"], () => applyConfigRules(bodies));
  return [
    ...made.map((name) => `rule ${name} was made`),
    ...changed.map((name) => sayChange(name, before.get(name))),
    ...turnedOff.map((name) => `rule ${name} was turned off: the file no longer declares it`),
  ];
}

function sayChange(name: string, before: StoredRule | undefined): string {
  if (before?.source !== "page") return `rule ${name} was changed`;
  return before.on
    ? `rule ${name}, made on the page, now belongs to the file`
    : `rule ${name} belongs to the file again`;
}
