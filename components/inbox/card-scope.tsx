import type { ApprovalDetail } from "@/lib/api/schema";
import { sayPattern } from "@/lib/policy/schema";
import { ScopeList } from "../domain/scope-list";
import { Untrusted } from "../domain/untrusted";
import { counted } from "../ui/count";
import { Section } from "../ui/section";

type CardScopeProps = { authority: NonNullable<ApprovalDetail["authority"]>; tools: ApprovalDetail["tools"] };

/** The tools that a start or resume would give, all of them, with their class and what becomes of calls to each. */
export function CardScope({ authority, tools }: CardScopeProps) {
  const factOf = (server: string, tool: string) => tools.find((fact) => fact.server === server && fact.tool === tool);
  return (
    <Section title="What the task may call" aside={counted(tools.length, "tool")}>
      <ScopeList
        scope={authority.scope}
        classOf={(server, tool) => factOf(server, tool)?.class}
        endOf={(server, tool) => ANSWERS[factOf(server, tool)?.answer ?? "deny"]}
      />
      {authority.terms.map(
        ({ server, tool, pins }) =>
          pins && (
            <p key={`${server}/${tool}`} className="hint">
              <Untrusted text={tool} mono /> on <Untrusted text={server} /> only when{" "}
              <Untrusted text={sayPattern(pins)} names="full" />
            </p>
          ),
      )}
    </Section>
  );
}

const ANSWERS = { allow: "allowed", hold: "each call is asked about", deny: "denied, no rule covers it" };
