/** Who calls, as proved by a task token or an agent key, and the task it named. */
export type Caller = {
  readonly agentId: string;
  readonly taskId: string;
  readonly epoch: number;
  readonly via: "token" | "key";
  readonly workload: string;
};
