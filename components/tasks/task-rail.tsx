import type { TaskDetail } from "@/lib/api/schema";
import { AskedSection } from "./asked-section";
import { ContextSection } from "./context-section";
import { GrantSection } from "./grant-section";
import { IdentitySection } from "./identity-section";
import { PatternsSection } from "./patterns-section";
import { PreviousTask } from "./previous-task";
import { RuleSection } from "./rule-section";
import { WaitingSection } from "./waiting-section";

/** What stands beside the timeline: what waits, what the task holds, what surrounds it, who it is. */
export function TaskRail({ task, mayAct }: { task: TaskDetail; mayAct: boolean }) {
  return (
    <>
      <WaitingSection task={task} />
      {task.grant && <GrantSection task={task} grant={task.grant} mayAct={mayAct} />}
      <PatternsSection task={task} mayAct={mayAct} />
      <AskedSection task={task} />
      <ContextSection task={task} />
      {task.grant && <RuleSection grant={task.grant} />}
      <IdentitySection task={task} />
      {task.previousId && <PreviousTask id={task.previousId} />}
    </>
  );
}
