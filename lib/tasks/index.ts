export { CALL_EVENTS, CALL_STATES, type CallState } from "./call-lifecycle";
export { type ClockVerdict, clockOver, setClocks } from "./clocks";
export {
  type AllowVerdict,
  type CallEvent,
  type Committer,
  createCommitter,
  notRecording,
  type OutcomeEvent,
} from "./commit";
export { followTasks, forgetFollowers, type Moved } from "./effects";
export { denyLocked, endByAgent, expireLocked, revokeLocked, revokeTasks } from "./end-task";
export { type Giving, grantTask } from "./grant-task";
export { type Activity, noteActivity, startIdleClock, stopIdleClock } from "./idle-clock";
export { isFinal, nextTaskState, TASK_EVENTS, type TaskEvent } from "./lifecycle";
export { type Locking, liftAgentLock, lockAgent, lockAgentIn } from "./lock-agent";
export { liftToolLock, lockTool, lockToolIn } from "./lock-tool";
export { commonScope, isWithin, termsWithin, toolsOf } from "./narrow-scope";
export { type Narrowing, narrowLocked, narrowTask } from "./narrow-task";
export { type Opening, openTask } from "./open-task";
export { type Pausing, pauseLocked, pauseTask } from "./pause-task";
export { removeDefaultCharter } from "./remove-default-charter";
export { runClocks, sweepClocks } from "./run-clocks";
export { charterDigest, saveCharter, setDefaultCharter } from "./save-charter";
export { findTask, type GrantView, type LockedTask, lockTask, lockTasks, type TaskView } from "./store";
export { takeContext } from "./take-context";
export { tasksNaming, tasksOfAgent, tasksOnServer, tightenTasks } from "./tighten-tasks";
