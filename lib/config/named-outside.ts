import type { Config } from "./config";

/**
 * Names the people and servers that a file refers to without declaring them: they must be there when it is applied,
 * which the file alone cannot tell.
 */
export function namedOutside({ people, servers, agents, groups }: Config): string[] {
  const declared = new Set([...people.map(({ email }) => email), ...servers.map(({ name }) => name)]);
  const named = agents.flatMap(({ owner, charter }) => [owner, ...(charter?.scope ?? []).map(({ server }) => server)]);
  const others = [
    ...people.flatMap(({ samePersonAs }) => samePersonAs ?? []),
    ...groups.flatMap(({ members }) => members),
  ];
  return [...new Set([...named, ...others])].filter((name) => !declared.has(name));
}
