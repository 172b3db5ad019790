"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { routes } from "@/lib/base/routes";
import { CLASSES } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Select } from "../ui/input";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { NameField } from "./name-field";
import { RuleAnswer } from "./rule-answer";
import { type AskedRule, isComplete, readQuestion } from "./rule-question";
import { useNames } from "./use-names";

const CLASS_OPTIONS = [
  { value: "", label: "the one it has now" },
  ...CLASSES.map((name) => ({ value: name, label: name })),
] satisfies { value: AskedRule["class"]; label: string }[];

/** "Which rule would apply?": asked about one agent and one tool, kept in the address. */
export function RuleFinder() {
  const router = useRouter();
  const question = readQuestion(useSearchParams());
  const names = useNames({ server: question.server });
  const ask = (patch: Partial<AskedRule>) => router.replace(routes.rules({ ...question, ...patch }), { scroll: false });
  const toolClass = names.inventory?.find((tool) => tool.name === question.tool);
  const hint = toolClass && `Now: ${toolClass.class ?? "unclassed"}`;
  return (
    <Section title="Which rule would apply?">
      <div className="box pad">
        <div className="fields">
          <div className="g2">
            <NameField label="Agent" names={names.agents} value={question.agent} onValue={(agent) => ask({ agent })} />
            <NameField
              label="Server"
              names={names.servers}
              value={question.server}
              onValue={(server) => ask({ server, tool: "" })}
            />
            <NameField
              label="Tool"
              first={question.server === "" ? "Pick a server first" : undefined}
              names={names.tools}
              value={question.tool}
              onValue={(tool) => ask({ tool })}
            />
            <Field label="Class" hint={hint}>
              <Select options={CLASS_OPTIONS} value={question.class} onValue={(ofClass) => ask({ class: ofClass })} />
            </Field>
          </div>
        </div>
      </div>
      {isComplete(question) ? (
        <Answer question={question} />
      ) : (
        <p className="hint">
          Pick an agent, a server and a tool: it says which rule wins, where each number comes from, and why the others
          lose.
        </p>
      )}
    </Section>
  );
}

function Answer({ question: { class: ofClass, ...named } }: { question: AskedRule }) {
  const answer = useEndpoint("explainRule", { ...named, class: ofClass === "" ? undefined : ofClass });
  if (answer.isPending) return <Skeleton label="Looking which rule applies" />;
  if (!answer.data) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} inline />;
  return <RuleAnswer explanation={answer.data} />;
}
