import { MoveRight } from "lucide-react";
import { changedFields, RULE_FIELDS, type RuleBody, type RuleField } from "@/lib/policy/schema";
import { Icon } from "../ui/icon";
import { ClockNest } from "./clock-nest";
import { FIELD_WORDS, sayField } from "./field-words";
import { FormGroup } from "./form-group";

type RuleFactsProps = {
  body: RuleBody;
  /** What stands in its place now, where an old version is read. */
  before: RuleBody | null;
  /** What `before` is called: "now, v14". */
  than?: string;
};

const GROUPS: readonly { title: string; starts: readonly string[] }[] = [
  { title: "Applies to", starts: ["match.", "priority", "on"] },
  { title: "Clocks", starts: ["idle", "lease", "end", "decideBy", "stall"] },
  { title: "People", starts: ["start", "resume"] },
  { title: "Calls", starts: ["calls.", "reviewBy."] },
  { title: "Limits", starts: ["ready", "coolDown", "callsMax", "agentKeys"] },
];

/** Everything a rule says, to be read. */
export function RuleFacts({ body, before, than }: RuleFactsProps) {
  const changed = new Set(before ? changedFields(before, body) : []);
  return (
    <div className="form">
      {GROUPS.map(({ title, starts }) => (
        <FormGroup key={title} title={title}>
          <dl className="dl">
            {RULE_FIELDS.filter((field) => starts.some((start) => field.startsWith(start))).map((field) => (
              <Fact key={field} field={field} body={body} before={changed.has(field) ? before : null} than={than} />
            ))}
          </dl>
          {title === "Clocks" && <ClockNest body={body} before={before} than={than} />}
        </FormGroup>
      ))}
    </div>
  );
}

function Fact({ field, body, before, than }: RuleFactsProps & { field: RuleField }) {
  return (
    <div className="contents">
      <dt>{FIELD_WORDS[field]}</dt>
      <dd className={field.startsWith("match.") ? undefined : "num"}>
        <span className={before ? "label" : undefined}>{sayField(field, body)}</span>
        {before && (
          <span className="muted">
            {" "}
            <Icon of={MoveRight} small className="inline align-[-2px]" /> {sayField(field, before)} {than}
          </span>
        )}
      </dd>
    </div>
  );
}
