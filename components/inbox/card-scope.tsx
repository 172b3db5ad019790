import type { ApprovalDetail } from "@/lib/api/schema";
import { ScopeList } from "../domain/scope-list";
import { counted } from "../ui/count";
import { Section } from "../ui/section";

/** The tools that a start or resume would give, all of them, with what becomes of calls to each. */
export function CardScope({ authority }: { authority: NonNullable<ApprovalDetail["authority"]> }) {
  const tools = authority.scope.reduce((sum, part) => sum + part.tools.length, 0);
  const held = (server: string, tool: string) => {
    const term = authority.terms.find((candidate) => candidate.server === server && candidate.tool === tool);
    if (!term) return null;
    const classes = Object.entries(term.calls).filter(([, does]) => does === "hold");
    return classes.length === 0 ? "allowed" : `${classes.map(([name]) => name).join(", ")} held`;
  };
  return (
    <Section title="What the task may call" aside={counted(tools, "tool")}>
      <ScopeList scope={authority.scope} endOf={held} />
    </Section>
  );
}
