import { MoveRight } from "lucide-react";
import { CLASSES, type RuleBody } from "@/lib/policy/schema";
import { ClassMark } from "../domain/class-mark";
import { Icon } from "../ui/icon";
import { sayField } from "./field-words";

type ClassFactsProps = { body: RuleBody; before: RuleBody | null; than?: string };

/** What happens to calls of each class, and how their questions are answered, to be read. */
export function ClassFacts({ body, before, than }: ClassFactsProps) {
  const asked = body.match.class ? [body.match.class] : CLASSES;
  return (
    <div className="box">
      <table className="eff">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Calls</th>
            <th scope="col">Questions answered</th>
            <th scope="col">Signed</th>
          </tr>
        </thead>
        <tbody>
          {asked.map((name) => (
            <tr key={name}>
              <td>
                <ClassMark of={name} />
              </td>
              <td>
                <Said field={`calls.${name}`} body={body} before={before} than={than} />
              </td>
              <td>
                <Said field={`reviewBy.${name}`} body={body} before={before} than={than} />
              </td>
              <td>
                <Said field={`sign.${name}`} body={body} before={before} than={than} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type SaidProps = ClassFactsProps & { field: Parameters<typeof sayField>[0] };

/** What a field says; where it differs from before, that too. */
export function Said({ field, body, before, than }: SaidProps) {
  const [now, old] = [sayField(field, body), before && sayField(field, before)];
  if (old === null || old === now) return now;
  return (
    <>
      <span className="label">{now}</span>{" "}
      <span className="muted">
        <Icon of={MoveRight} small className="inline align-[-2px]" /> {old} in {than}
      </span>
    </>
  );
}
