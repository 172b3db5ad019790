import type { EndpointName, QueryName } from "@/lib/api/schema";
import type { LiveEvent } from "@/lib/live/schema";

/** An answer that lies in the cache: what was asked, and what was answered. */
export type Asked = { name: string; input: unknown; data: unknown };

/**
 * One kind of answer that an entry makes old. `about` tells whether it is about this very one (default: all are).
 * `calm`: it may wait a second, because nobody decides from it and calls would refresh it all the time.
 */
type Line = {
  starts: string;
  query: QueryName;
  about?: (event: LiveEvent, asked: Asked) => boolean;
  calm?: true;
};

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
const idOf = ({ input }: Asked): unknown => field(input, "id");

const ofTask: Line["about"] = ({ taskId }, asked) => idOf(asked) === taskId;
const ofAgent: Line["about"] = ({ agentId }, asked) => idOf(asked) === agentId;
const ofServer: Line["about"] = ({ serverId }, asked) => idOf(asked) === serverId;
/** A card is old when something happens to its approval, or to the task it would let go on. */
const ofApproval: Line["about"] = ({ approvalId, taskId }, asked) =>
  idOf(asked) === approvalId || field(field(asked.data, "task"), "id") === taskId;

/** Which answers each entry makes old, by the beginning of its kind. One list; a kind may stand in several lines. */
export const INVALIDATES: readonly Line[] = [
  { starts: "", query: "listLog" },

  { starts: "approval.", query: "approval", about: ofApproval },
  { starts: "approval.", query: "listApprovals" },
  { starts: "approval.", query: "approvalSiblings" },
  { starts: "approval.", query: "me" },
  { starts: "approval.", query: "task", about: ofTask },
  { starts: "approval.", query: "taskTimeline", about: ofTask },
  { starts: "approval.", query: "listTasks" },

  { starts: "pattern.", query: "approval", about: ofApproval },
  { starts: "pattern.", query: "task", about: ofTask },
  { starts: "pattern.", query: "taskTimeline", about: ofTask },

  { starts: "hold.", query: "approval", about: ofApproval },
  { starts: "hold.", query: "listApprovals" },
  { starts: "hold.", query: "task", about: ofTask },
  { starts: "hold.", query: "taskTimeline", about: ofTask },

  { starts: "call.", query: "approval", about: ofApproval, calm: true },
  { starts: "call.", query: "listApprovals", about: ({ approvalId }) => approvalId !== undefined },
  { starts: "call.", query: "task", about: ofTask, calm: true },
  { starts: "call.", query: "taskTimeline", about: ofTask },
  { starts: "call.", query: "listTasks", calm: true },

  { starts: "task.", query: "approval", about: ofApproval },
  { starts: "task.", query: "listApprovals" },
  { starts: "task.", query: "me" },
  { starts: "task.", query: "task", about: ofTask },
  { starts: "task.", query: "taskTimeline", about: ofTask },
  { starts: "task.", query: "listTasks" },
  { starts: "task.", query: "agent", about: ofAgent, calm: true },
  { starts: "task.", query: "listAgents", calm: true },
  { starts: "task.", query: "listServers", calm: true },
  { starts: "task.", query: "ruleEffects", calm: true },

  { starts: "agent.", query: "agent", about: ofAgent },
  { starts: "agent.", query: "listAgents" },
  { starts: "agent.", query: "me", calm: true },
  { starts: "agent.changed", query: "listTasks", calm: true },
  { starts: "agent.changed", query: "listApprovals", calm: true },

  { starts: "server.", query: "server", about: ofServer },
  { starts: "server.", query: "listServers" },
  { starts: "server.", query: "me", calm: true },
  { starts: "tool.", query: "server", about: ofServer },
  { starts: "tool.", query: "listServers" },
  { starts: "tool.", query: "me", calm: true },
  { starts: "tool.", query: "approval", calm: true },
  { starts: "tool.", query: "task", calm: true },
  { starts: "tool.", query: "explainRule", calm: true },

  { starts: "rule.", query: "rule" },
  { starts: "rule.", query: "listRules" },
  { starts: "rule.", query: "explainRule" },
  { starts: "rule.", query: "ruleEffects" },

  { starts: "human.", query: "listPeople" },
  { starts: "human.", query: "listNames", calm: true },
  { starts: "human.", query: "listSessions" },
  { starts: "human.", query: "me" },
  { starts: "passkey.", query: "listPasskeys" },
  { starts: "passkey.", query: "listPersonPasskeys" },
  { starts: "access_token.", query: "listAccessTokens" },

  { starts: "channel.", query: "listChannels" },
  { starts: "channel.", query: "notifications" },
  { starts: "human.notifications_set", query: "notifications" },
  { starts: "human.", query: "listGroups", calm: true },
  { starts: "human.", query: "listAbsences" },
  { starts: "human.", query: "approval", calm: true },
  { starts: "group.", query: "listGroups" },
  { starts: "group.", query: "approval", calm: true },
  { starts: "group.", query: "listApprovals", calm: true },
  { starts: "group.", query: "me", calm: true },
  { starts: "rule.", query: "listGroups", calm: true },
  { starts: "approval.broken_glass", query: "listBrokenGlass" },
  { starts: "approval.glass_", query: "listBrokenGlass" },
  { starts: "task.", query: "listBrokenGlass", calm: true },

  { starts: "approval.", query: "insights", calm: true },
  { starts: "approval.", query: "insightsByPerson", calm: true },
  { starts: "rule.", query: "suggestRules" },

  { starts: "instance.", query: "settings", calm: true },
  { starts: "config.", query: "settings", calm: true },
];

/** How soon an answer should be asked for again; null when these events leave it as it is. */
export function oldBy(events: readonly LiveEvent[], asked: Asked): "now" | "calmly" | null {
  let found: "calmly" | null = null;
  for (const line of INVALIDATES) {
    if (line.query !== (asked.name as EndpointName)) continue;
    for (const event of events) {
      if (!event.kind.startsWith(line.starts) || !(line.about?.(event, asked) ?? true)) continue;
      if (!line.calm) return "now";
      found = "calmly";
    }
  }
  return found;
}
