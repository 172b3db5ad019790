import type { TaskDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { IdentityChain } from "../domain/identity-chain";
import { Untrusted } from "../domain/untrusted";
import { Section } from "../ui/section";

/** Who acts: from the person who answers for the agent to the task. */
export function IdentitySection({ task }: { task: TaskDetail }) {
  const workload = task.context.find(({ part }) => part === "workload")?.now;
  return (
    <Section title="Who acts">
      <IdentityChain
        links={[
          { kind: "person", name: task.agent.owner.name, note: "owns the agent, cannot approve for it" },
          {
            kind: "agent",
            name: <Untrusted text={task.agent.name} />,
            note: workload && <Untrusted text={workload} mono />,
            href: routes.agent(task.agent.id),
          },
          {
            kind: "task",
            name: <Untrusted text={task.id} mono />,
            note: `epoch ${task.epoch}${task.run === "" ? "" : `, run ${task.run}`}`,
          },
        ]}
      />
    </Section>
  );
}
