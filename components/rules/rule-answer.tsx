"use client";
import type { RuleExplanation } from "@/lib/api/schema";
import { ruleRefSchema } from "@/lib/policy/schema";
import { ClassMark } from "../domain/class-mark";
import { RuleRef } from "../domain/rule-ref";
import { StateMark } from "../domain/state-mark";
import { FIELD_WORDS, sayValue } from "./field-words";

/** The rule that wins, what it does to the call, every number with the rule it came from, and why the others lost. */
export function RuleAnswer({ explanation }: { explanation: RuleExplanation }) {
  const { question, winner, reason, numbers, lost, call } = explanation;
  return (
    <>
      <div className="box pad">
        <p className="flex flex-wrap gap-x-2 gap-y-1 items-center">
          <StateMark of="decision" state={call ?? "deny"} />
          {winner ? <RuleRef rule={ruleRefSchema.parse(winner)} /> : <span className="label">No rule</span>}
          <span className="ml-auto">
            <ClassMark of={question.class} />
          </span>
        </p>
        <p className="soft mt-1">{reason ? reason.sentence : verdictOf(explanation)}</p>
      </div>
      {numbers.length > 0 && <Numbers numbers={numbers} />}
      {lost.length > 0 && <Lost lost={lost} />}
    </>
  );
}

function verdictOf({ question, call }: RuleExplanation): string {
  const what = `A call of ${question.tool} on ${question.server}`;
  return call === "allow" ? `${what} is allowed while its task runs.` : `${what} is held for a person.`;
}

function Numbers({ numbers }: Pick<RuleExplanation, "numbers">) {
  return (
    <div className="box">
      <table className="eff">
        <caption className="sr">Every number, and the rule it comes from</caption>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Value</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {numbers.map((number) => (
            <tr key={number.name}>
              <td>{FIELD_WORDS[number.name]}</td>
              <td className="num">{sayValue(number.name, number.value)}</td>
              <td>
                <RuleRef rule={number.rule} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Lost({ lost }: Pick<RuleExplanation, "lost">) {
  return (
    <>
      <h4 className="h3 mt-2">Why the others do not apply</h4>
      <ul className="box rows pad">
        {lost.map(({ rule, sentence }) => (
          <li key={rule.id}>
            <RuleRef rule={rule} /> <span className="soft">{sentence}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
