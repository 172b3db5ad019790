import { shared } from "../base/index";
import type { Tx } from "../db/index";
import type { TaskEvent } from "./lifecycle";
import type { TaskState } from "./schema";

/** A move that is about to commit. */
export type Moved = {
  taskId: string;
  agentId: string;
  event: TaskEvent;
  from: TaskState;
  to: TaskState;
  /** The epoch that the move begins. */
  epoch: number;
  /** Why, as approvals and holds that it ends will say. */
  because: string;
  /** The approval whose answer this move is: it is not ended by it. */
  approvalId?: string;
};

/** Moves of different tasks, which commit together. */
type Follower = (tx: Tx, moved: readonly Moved[]) => Promise<void>;
const followers = () => shared<{ all: Follower[] }>("tasks.followers", () => ({ all: [] }));

/** Has a module to the right act in the same transaction as every move of tasks. Called by server.ts, once each. */
export function followTasks(follower: Follower): void {
  followers().all.push(follower);
}

/** Forgets all followers, so that a process can be set up again. */
export function forgetFollowers(): void {
  followers().all.length = 0;
}

export async function tellFollowers(tx: Tx, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return;
  for (const follow of followers().all) await follow(tx, moved);
}
