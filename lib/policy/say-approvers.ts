import { sayDuration } from "../base/schema";
import { addedBy, type Escalation, type Need, type Threshold } from "./approvers";

/** Says a threshold: `2 approvers`, `1 admin`, `1 of security with OPS-# in the reason`. */
export function sayThreshold({ approve, role, group, reason }: Threshold): string {
  const plain = role ? (approve === 1 ? "admin" : "admins") : approve === 1 ? "approver" : "approvers";
  const who = group === undefined ? plain : role ? `${plain} of ${group}` : `of ${group}`;
  return `${approve} ${who}${reason === undefined ? "" : ` with ${reason} in the reason`}`;
}

/** Says thresholds of which any one suffices: `2 approvers, or 1 admin`. */
export const sayThresholds = (any: readonly Threshold[]): string => any.map(sayThreshold).join(", or ");

/** Says to whom a question goes on: `leads as well, 10 min before the deadline, and 1 of them is enough then`. */
export function sayEscalation(escalation: Escalation | null): string {
  if (!escalation) return "nobody else";
  const { beforeSeconds, approve } = escalation;
  const enough = approve === null ? "" : `, and ${approve} of them ${approve === 1 ? "is" : "are"} enough then`;
  return `${sayWhom(escalation)} as well, ${sayDuration(beforeSeconds)} before the deadline${enough}`;
}

/** Whom an escalation asks: `the admins`, `leads`. */
export const sayWhom = ({ role, group }: Pick<Escalation, "role" | "group">): string =>
  group ?? (role ? "the admins" : "the approvers");

/** Says all that several rules ask for; each must be met. */
export function sayNeeds(needs: readonly Need[]): string {
  const several = needs.length > 1;
  return needs
    .map((need) => {
      const said = sayThresholds(need.any);
      return several && need.any.length > 1 ? `(${said})` : said;
    })
    .join(" and ");
}

/** The name of a slot on a card: `Security`, `Admin`, `Approver`. */
export function slotName({ role, group }: Pick<Threshold, "role" | "group">): string {
  if (group !== undefined) return group.charAt(0).toUpperCase() + group.slice(1);
  return role ? "Admin" : "Approver";
}

/** What an escalation adds, said; null when it only tells. */
export const sayAdded = (need: Need): string | null => {
  const added = addedBy(need);
  return added && sayThreshold(added);
};

/** Says all that is asked for with its denials and escalations, where they are not the usual ones: for comparisons. */
export function sayNeedsFully(needs: readonly Need[]): string {
  const denials = Math.min(...needs.map((need) => need.denials));
  const escalations = needs.flatMap(({ escalate }) => (escalate ? [`goes to ${sayEscalation(escalate)}`] : []));
  return [sayNeeds(needs), ...(denials === 1 ? [] : [`${denials} denials end it`]), ...escalations].join("; ");
}
