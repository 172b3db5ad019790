import type { Config } from "./config";

/**
 * Names the people and servers that a file refers to without declaring them: they must be there when it is applied,
 * which the file alone cannot tell.
 */
export function namedOutside({ people, servers, agents }: Config): string[] {
  const declared = new Set([...people.map(({ email }) => email), ...servers.map(({ name }) => name)]);
  const named = agents.flatMap(({ owner, charter }) => [owner, ...(charter?.scope ?? []).map(({ server }) => server)]);
  return [...new Set(named)].filter((name) => !declared.has(name));
}
