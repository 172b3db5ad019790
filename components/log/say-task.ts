import { PAUSES } from "@/lib/tasks/schema";
import { PAUSE_MARKS } from "../domain/pause-reason";
import { counted } from "../ui/count";
import { agentOf, by, type FactsOf, type KindsAbout, type Sentences, say, taskOf } from "./say";

type Authority = FactsOf<"task.started">;
const tools = ({ scope }: Authority): string =>
  counted(
    scope.reduce((sum, part) => sum + part.tools.length, 0),
    "tool",
  );

const pauseWord = (reason: string): string => {
  const known = PAUSES.find((pause) => pause === reason);
  return known ? PAUSE_MARKS[known].word : reason;
};

/** What happens to tasks. */
export const TASK_SENTENCES: Pick<Sentences, KindsAbout<"task">> = {
  "task.requested": ({ previous }, entry) =>
    say`${agentOf(entry)} asked to ${previous === null ? "start" : "start again:"} ${taskOf(entry)}`,
  "task.started": (facts, entry) => say`${taskOf(entry)} started with ${tools(facts)}`,
  "task.paused": ({ pausedFor, stopNow }, entry) => {
    const also = stopNow ? " and stopped its calls in flight" : "";
    return by(entry, say`paused ${taskOf(entry)}${also}`, say`${taskOf(entry)} paused: ${pauseWord(pausedFor)}`);
  },
  "task.resumed": (facts, entry) => say`${taskOf(entry)} resumed with ${tools(facts)}`,
  "task.narrowed": (facts, entry) =>
    by(entry, say`narrowed ${taskOf(entry)} to ${tools(facts)}`, say`${taskOf(entry)} was narrowed to ${tools(facts)}`),
  "task.tightened": (_, entry) => say`What ${taskOf(entry)} may do became tighter`,
  "task.completed": (_, entry) => say`${agentOf(entry)} completed ${taskOf(entry)}`,
  "task.withdrawn": (_, entry) => say`${agentOf(entry)} withdrew ${taskOf(entry)}`,
  "task.denied": (_, entry) =>
    by(entry, say`denied the start of ${taskOf(entry)}`, say`The start of ${taskOf(entry)} was denied`),
  "task.revoked": ({ inFlight = 0 }, entry) => {
    const also = inFlight > 0 ? `, with ${counted(inFlight, "call")} in flight` : "";
    return by(entry, say`revoked ${taskOf(entry)}${also}`, say`${taskOf(entry)} was revoked${also}`);
  },
  "task.expired": (_, entry) => say`${taskOf(entry)} expired`,
};
