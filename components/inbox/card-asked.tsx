import type { ApprovalDetail } from "@/lib/api/schema";
import { TimeStamp } from "../time/time-stamp";
import { Section } from "../ui/section";

/** Who was asked and when, where it went to more people or nobody answered. */
export function CardAsked({ approval }: { approval: ApprovalDetail }) {
  const { askedFurther, state, createdAt, deciders, decided } = approval;
  const expired = state === "expired";
  if (askedFurther.length === 0 && !expired) return null;
  const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).join(", ") || "Nobody";
  return (
    <Section title="Who was asked">
      <div className="box">
        <table className="diff">
          <tbody>
            <tr>
              <th scope="row">
                <TimeStamp at={createdAt} />
              </th>
              <td>
                {names(deciders.items)}
                {deciders.total > deciders.items.length && ` and ${deciders.total - deciders.items.length} more`}
              </td>
            </tr>
            {askedFurther.map(({ at, to, whom, seq }) => (
              <tr key={seq}>
                <th scope="row">
                  <TimeStamp at={at} />
                </th>
                <td>
                  {names(whom)} <span className="muted">escalated to {to}</span>
                </td>
              </tr>
            ))}
            {expired && decided && (
              <tr>
                <th scope="row">
                  <TimeStamp at={decided.at} />
                </th>
                <td>
                  Nobody answered <span className="muted">it expired</span>
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
