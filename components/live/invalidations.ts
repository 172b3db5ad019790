import type { QueryName } from "@/lib/api/schema";
import type { LiveEvent } from "@/lib/live/schema";

/** Which answers an entry makes old, by the beginning of its kind. One list; a kind may stand in several lines. */
const OLD: readonly { starts: string; queries: readonly QueryName[] }[] = [
  { starts: "", queries: ["listLog"] },
  { starts: "approval.", queries: ["approval", "listApprovals", "me", "task", "taskTimeline", "listTasks"] },
  { starts: "hold.", queries: ["approval", "listApprovals", "task", "taskTimeline"] },
  { starts: "call.", queries: ["approval", "listApprovals", "task", "taskTimeline", "listTasks"] },
  { starts: "task.", queries: ["approval", "listApprovals", "me", "task", "taskTimeline", "listTasks", "agent"] },
  { starts: "agent.", queries: ["agent", "listAgents", "me"] },
  { starts: "server.", queries: ["server", "listServers", "me"] },
  { starts: "tool.", queries: ["server", "listServers", "me", "approval"] },
  { starts: "rule.", queries: ["rule", "listRules", "me"] },
  { starts: "human.", queries: ["listPeople", "me"] },
  { starts: "access_token.", queries: ["listAccessTokens"] },
  { starts: "config.", queries: ["me"] },
];

/** The names of all answers that these events make old. */
export function outdated(events: readonly LiveEvent[]): QueryName[] {
  const names = new Set<QueryName>();
  for (const { kind } of events) {
    for (const { starts, queries } of OLD) if (kind.startsWith(starts)) for (const query of queries) names.add(query);
  }
  return [...names];
}
