import { RULE_FIELDS, type RuleBody } from "@/lib/policy/schema";
import { ClassFacts, Said } from "./class-facts";
import { ClockNest } from "./clock-nest";
import { FIELD_WORDS } from "./field-words";
import { FormGroup } from "./form-group";

type RuleFactsProps = {
  body: RuleBody;
  /** What stands in its place now, where an old version is read. */
  before: RuleBody | null;
  /** What `before` is called: "v14". */
  than?: string;
};

const GROUPS: readonly { title: string; starts: readonly string[] }[] = [
  { title: "Applies to", starts: ["match.", "priority", "on"] },
  { title: "Clocks", starts: ["idle", "lease", "end", "decideBy", "stall"] },
  { title: "People", starts: ["start", "resume", "approvers", "denials", "escalate", "tell", "breakGlass"] },
  { title: "Calls", starts: [] },
  { title: "Limits", starts: ["ready", "coolDown", "callsMax", "agentKeys"] },
  { title: "Care", starts: ["context", "mask", "asks", "approvalsPerHour"] },
];

/** Everything a rule says, to be read. */
export function RuleFacts({ body, before, than }: RuleFactsProps) {
  return (
    <div className="form">
      {GROUPS.map(({ title, starts }) => (
        <FormGroup key={title} title={title}>
          {starts.length > 0 && (
            <dl className="dl grid-cols-[112px_minmax(0,1fr)]">
              {RULE_FIELDS.filter((field) => starts.some((start) => field.startsWith(start))).map((field) => (
                <div key={field} className="contents">
                  <dt>{FIELD_WORDS[field]}</dt>
                  <dd className="num">
                    <Said field={field} body={body} before={before} than={than} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {title === "Calls" && <ClassFacts body={body} before={before} than={than} />}
          {title === "Clocks" && <ClockNest body={body} before={before} than={than} />}
        </FormGroup>
      ))}
    </div>
  );
}
