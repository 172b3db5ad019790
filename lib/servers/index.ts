export { acceptDrift } from "./accept-drift";
export { addServer } from "./add-server";
export { CallStop } from "./call-stop";
export { type CallOutcome, callUpstream, type UpstreamCalling } from "./call-upstream";
export { changeServer } from "./change-server";
export { classTools } from "./class-tools";
export { configureServers, type TightenHook, type Tightening } from "./configure";
export { closeConnections } from "./connection";
export { type FoundTool, findTool, findTools } from "./find-tool";
export { guardedConnector } from "./guarded-connector";
export { findServer, findServerByName, listServers, listTools } from "./list-servers";
export { findLockable, holdToolLock, type LockedTool, setToolLock } from "./lock-tool";
export { openAhead } from "./open-ahead";
export { readTools } from "./read-tools";
export type {
  DriftAcceptance,
  Inventory,
  ServerChange,
  ServerInput,
  ServerView,
  ToolClass,
  ToolClassing,
  ToolState,
  ToolView,
} from "./schema";
export { invalidateServers, type PinnedTool, type Upstream } from "./snapshot";
export { sweepServers } from "./sweep-servers";
export { disableServer, enableServer } from "./switch-server";
export { closeSessions } from "./task-sessions";
