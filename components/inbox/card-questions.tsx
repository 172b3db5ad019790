import { MessageCircleReply } from "lucide-react";
import type { ApprovalDetail, QuestionView } from "@/lib/api/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { AgentWords } from "../domain/agent-words";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Icon } from "../ui/icon";
import { Section } from "../ui/section";
import { AnswerForm } from "./answer-form";

/** What was asked back and what was said to it, in order: whoever decides reads it before. */
export function CardQuestions({ approval }: { approval: ApprovalDetail }) {
  const { items, mayAnswer } = approval.askedBack;
  if (items.length === 0) return null;
  return (
    <Section title="Asked back" aside={approval.state === "pending" ? "the deadline stays" : undefined}>
      <ol className="questions">
        {items.map((question) => (
          <li key={question.id}>
            <div className="question">
              <Icon of={ACT_ICONS.ask} className={question.answer === null ? "wait" : undefined} />
              <p>
                <b>{question.by.name}</b> <span className="muted">asked</span>{" "}
                <TimeStamp at={question.at} className="muted" />
                <span className="words">
                  <Untrusted text={question.text} names="full" pre />
                </span>
              </p>
            </div>
            <Said question={question} approval={approval} mayAnswer={mayAnswer} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

type SaidProps = { question: QuestionView; approval: ApprovalDetail; mayAnswer: boolean };

/** The answer: the agent's in the box of its own words, a person's with their name; or who could still give one. */
function Said({ question: { id, answer }, approval, mayAnswer }: SaidProps) {
  const { agent, state } = approval;
  if (answer === null) {
    if (mayAnswer) return <AnswerForm approval={approval.id} question={id} />;
    return (
      <p className="hint">
        {state === "pending" ? `Waits for ${agent.name} or ${agent.owner.name} to answer.` : "Nobody answered."}
      </p>
    );
  }
  if (answer.by === null) return <AgentWords agent={agent.name} text={answer.text} at={answer.at} />;
  return (
    <div className="question">
      <Icon of={MessageCircleReply} />
      <p>
        <b>{answer.by.name}</b> <span className="muted">answered</span> <TimeStamp at={answer.at} className="muted" />
        <span className="words">
          <Untrusted text={answer.text} names="full" pre />
        </span>
      </p>
    </div>
  );
}
