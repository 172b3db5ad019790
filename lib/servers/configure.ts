import { shared } from "../base/index";
import type { Tx } from "../db/index";
import type { Implementation } from "../mcp/index";

/** A change that turns what was allowed into something that is not. */
export type Tightening = {
  serverId: string;
  serverName: string;
  /** The tools it concerns, by name; never empty. */
  tools: string[];
  /** What changed, in a sentence. */
  reason: string;
};

/**
 * Raises the epoch of the tasks that a change concerns. It runs inside the change's own transaction and before any
 * server or tool row is touched: task rows come first in the order of locks.
 */
export type TightenHook = (tx: Tx, change: Tightening) => Promise<void>;

type Settings = { version: string; onTighten: TightenHook };
const holder = shared<{ settings?: Settings }>("servers.settings", () => ({}));

/**
 * Sets this module up. Called once, by server.ts: tasks are to the right of servers, so who raises epochs comes from
 * outside.
 *
 * @param version The version by which we introduce ourselves to servers.
 */
export function configureServers(settings: Settings): void {
  holder.settings = settings;
}

function settings(): Settings {
  const { settings } = holder;
  if (!settings) throw new Error("servers are not configured: start through server.ts");
  return settings;
}

/** Tells the tasks. Throws a plain Error when nobody listens: a change that no task hears of must not be made. */
export async function tighten(tx: Tx, change: Tightening): Promise<void> {
  const { onTighten } = settings();
  if (change.tools.length > 0) await onTighten(tx, change);
}

/** How we introduce ourselves to servers. */
export function self(): Implementation {
  return { name: "countersign", title: "Countersign", version: settings().version };
}
