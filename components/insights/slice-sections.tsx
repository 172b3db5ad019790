import Link from "next/link";
import type { AgentMeasure, ClassMeasure, RuleMeasure, ToolMeasure } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { ClassMark } from "../domain/class-mark";
import { Untrusted } from "../domain/untrusted";
import { Section } from "../ui/section";
import { MeasureTable, type MoreColumn } from "./measure-table";
import { sayShare } from "./say-measure";

type Rows<Row> = { rows: readonly Row[] };

/** By class of what was asked, because what is at stake differs. */
export function ClassSection({ rows }: Rows<ClassMeasure>) {
  if (rows.length === 0) return null;
  return (
    <Section title="By class">
      <MeasureTable
        label="By class"
        of="Class"
        rows={rows}
        keyOf={(row) => row.class}
        name={(row) => <ClassMark of={row.class} />}
      />
    </Section>
  );
}

const EXPIRED = {
  head: "Expired",
  metric: "expired",
  cell: ({ expired }) => sayShare(expired),
} as const satisfies MoreColumn<AgentMeasure | RuleMeasure>;
const OF_AGENTS: readonly MoreColumn<AgentMeasure>[] = [
  EXPIRED,
  {
    head: "Concentration",
    metric: "concentration",
    cell: ({ concentration, approvers }) =>
      concentration === null
        ? "–"
        : `${concentration.toFixed(2)}, ${approvers} ${approvers === 1 ? "person" : "people"}`,
  },
];
const OF_RULES: readonly MoreColumn<RuleMeasure>[] = [EXPIRED];

/** By agent that asked. */
export function AgentSection({ rows }: Rows<AgentMeasure>) {
  if (rows.length === 0) return null;
  return (
    <Section title="By agent">
      <MeasureTable
        label="By agent"
        of="Agent"
        rows={rows}
        keyOf={({ agent }) => agent.id}
        name={({ agent }) => (
          <Link className="link" href={routes.agent(agent.id)}>
            <Untrusted text={agent.name} />
          </Link>
        )}
        more={OF_AGENTS}
      />
    </Section>
  );
}

/** By tool of approvals of one call; starts and resumes are about tasks, so they are not in it. */
export function ToolSection({ rows }: Rows<ToolMeasure>) {
  if (rows.length === 0) return null;
  return (
    <Section title="By tool" aside="approvals of single calls">
      <MeasureTable
        label="By tool"
        of="Tool"
        rows={rows}
        keyOf={(row) => `${row.server} ${row.tool} ${row.class}`}
        name={({ server, tool, class: of }) => (
          <>
            <Untrusted text={tool} mono /> on {server} <ClassMark of={of} />
          </>
        )}
      />
    </Section>
  );
}

/** By rule that asked. */
export function RuleSection({ rows }: Rows<RuleMeasure>) {
  if (rows.length === 0) return null;
  return (
    <Section title="By rule">
      <MeasureTable
        label="By rule"
        of="Rule"
        rows={rows}
        keyOf={({ rule }) => rule?.id ?? ""}
        name={({ rule }) =>
          rule ? (
            <Link className="link" href={routes.rule(rule.id)}>
              {rule.name}
            </Link>
          ) : (
            "rules that are gone"
          )
        }
        more={OF_RULES}
      />
    </Section>
  );
}
