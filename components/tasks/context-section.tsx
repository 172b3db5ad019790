import type { TaskDetail } from "@/lib/api/schema";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Box, Section } from "../ui/section";

type Part = TaskDetail["context"][number];

const NAMES: Readonly<Record<Part["part"], string>> = {
  workload: "Workload",
  client: "Client",
  tools: "Tool digests",
  rules: "Rules",
  approver: "Approver",
  owner: "Owner",
};

/** What surrounds the task now, against what it was when the grant was given. */
export function ContextSection({ task }: { task: TaskDetail }) {
  if (task.context.length === 0) return null;
  return (
    <Section
      title="Context"
      aside={
        task.grant && (
          <>
            against <TimeStamp at={task.grant.at} />
          </>
        )
      }
    >
      <Box>
        <table className="ctx" aria-label="Context">
          <tbody>
            {task.context.map((part) => (
              <tr key={part.part}>
                <th scope="row">{NAMES[part.part]}</th>
                <td>
                  <Value part={part} />
                </td>
                <td>
                  <StateMark of="context" state={part.state} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
    </Section>
  );
}

function Value({ part }: { part: Part }) {
  const now = part.now === null ? "–" : <Untrusted text={part.now} mono={part.part === "workload"} />;
  if (part.state !== "changed" || part.before === null) return now;
  return (
    <>
      <span className="muted">
        <Untrusted text={part.before} mono={part.part === "workload"} />
      </span>
      <br />
      <span className="sr">became </span>
      {now}
    </>
  );
}
