import type { EventKind } from "@/lib/audit/schema";

/** Kinds that are looked at together, by the words that stand for them in the address and at the API. */
export const KIND_GROUPS = [
  { word: "Calls", kinds: ["call"] },
  { word: "Held", kinds: ["call.held"] },
  { word: "Denied", kinds: ["call.denied"] },
  { word: "Approvals", kinds: ["approval", "hold"] },
  { word: "Tasks", kinds: ["task"] },
  { word: "Agents", kinds: ["agent"] },
  { word: "Servers and tools", kinds: ["server", "tool"] },
  { word: "Rules", kinds: ["rule"] },
  { word: "People", kinds: ["human", "access_token", "passkey"] },
  { word: "Canaries", kinds: ["canary"] },
  { word: "Channels", kinds: ["channel"] },
  { word: "Groups", kinds: ["group"] },
  { word: "Countersign itself", kinds: ["instance", "config", "body"] },
] as const satisfies readonly { word: string; kinds: readonly (Subject | EventKind)[] }[];
export type KindGroup = (typeof KIND_GROUPS)[number];

/** The word before the dot: all kinds about one thing. */
type Subject = EventKind extends `${infer Word}.${string}` ? Word : never;

/** Tells whether all kinds of a group are among those that are asked for. */
export const isGroupOn = (group: KindGroup, kinds: readonly string[]): boolean =>
  group.kinds.every((kind) => kinds.includes(kind));

/** The kinds after a group was picked or dropped. */
export function toggleGroup(group: KindGroup, kinds: readonly string[]): string[] {
  const own: readonly string[] = group.kinds;
  const others = kinds.filter((kind) => !own.includes(kind));
  return isGroupOn(group, kinds) ? others : [...others, ...own];
}

/** Kinds in the address that no group that is on stands for. */
export function otherKinds(kinds: readonly string[]): string[] {
  const said = new Set<string>(KIND_GROUPS.filter((group) => isGroupOn(group, kinds)).flatMap((group) => group.kinds));
  return kinds.filter((kind) => !said.has(kind));
}
