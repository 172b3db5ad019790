/** Who came with a request, as its token or key proved, and the task that it named. */
export type Identified = {
  readonly agentId: string;
  readonly taskId: string;
  /** The task's epoch as the token says it; with a key, as it was at most a second ago. */
  readonly epoch: number;
  readonly via: "token" | "key";
  /** As what the workload proved itself: `client:<agent>` or `key:<agent>…<hint>`. */
  readonly workload: string;
};
