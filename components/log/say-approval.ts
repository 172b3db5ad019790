import { sayJudgement } from "../domain/judgement";
import { agentOf, by, type KindsAbout, type Part, type SaidEntry, type Sentences, say, taskOf, toolOf } from "./say";

/** What is asked, by the kind of the approval. Another word than ours is left out. */
function asked(kind: string, entry: SaidEntry): Part[] {
  if (kind === "start") return say`to start ${taskOf(entry)}`;
  if (kind === "resume") return say`to resume ${taskOf(entry)}`;
  return say`about a call of ${taskOf(entry)}`;
}

const VOTED: Readonly<Record<string, string>> = {
  approve: "approved",
  narrow: "approved less than",
  edit: "approved with an edit",
  pattern: "approved, with calls like it,",
  deny: "denied",
};
const whose = ({ id, name }: { id: string; name: string }): Part => ({ text: name, as: "person", id });

const byToken = (via: string): string => (via === "token" ? ", by access token" : "");
const signed = (signature: object | undefined): string => (signature ? ", signed with a passkey" : "");

/** What people are asked, and what they answer. */
export const APPROVAL_SENTENCES: Pick<Sentences, KindsAbout<"approval" | "pattern" | "hold">> = {
  "approval.requested": ({ kind }, entry) => say`A person was asked ${asked(kind, entry)}`,
  "approval.approved": ({ answer, via, signature }, entry) => {
    const less = answer === "narrow" ? "less than was asked for " : "what was asked for ";
    return by(
      entry,
      say`approved ${less}${taskOf(entry)}${byToken(via)}${signed(signature)}`,
      say`What was asked for ${taskOf(entry)} was approved`,
    );
  },
  "approval.voted": ({ answer, via, have, need, signature }, entry) => {
    const voted = VOTED[answer] ?? "voted";
    const count = answer === "deny" ? `${have} of ${need} denials` : `${have} of ${need}`;
    return by(
      entry,
      say`${voted} what was asked for ${taskOf(entry)}${byToken(via)}${signed(signature)}: ${count}`,
      say`Somebody ${voted} what was asked for ${taskOf(entry)}: ${count}`,
    );
  },
  "approval.edited": (_, entry) =>
    by(
      entry,
      say`edited the arguments of a call of ${taskOf(entry)}`,
      say`The arguments of a call of ${taskOf(entry)} were edited`,
    ),
  "approval.asked_back": (_, entry) =>
    by(
      entry,
      say`asked a question about what was asked for ${taskOf(entry)}`,
      say`A question was asked about ${taskOf(entry)}`,
    ),
  "approval.answered": (_, entry) =>
    by(
      entry,
      say`answered a question about what was asked for ${taskOf(entry)}`,
      say`${agentOf(entry)} answered a question about what it asked for ${taskOf(entry)}`,
    ),
  "approval.widened": (_, entry) =>
    by(
      entry,
      say`asked that calls like one of ${taskOf(entry)} go as well`,
      say`It was asked that calls like one of ${taskOf(entry)} go as well`,
    ),
  "approval.reset": ({ votes }, entry) =>
    say`What is asked for ${taskOf(entry)} has changed, so ${votes === 1 ? "1 vote counts" : `${votes} votes count`} no more`,
  "approval.escalated": ({ to }, entry) =>
    say`What is asked for ${taskOf(entry)} went to ${{ text: to, as: "value" }} as well`,
  "approval.broken_glass": ({ signature }, entry) =>
    by(
      entry,
      say`broke the glass for ${taskOf(entry)}, without the approvals it takes${signed(signature)}`,
      say`The glass was broken for ${taskOf(entry)}`,
    ),
  "approval.glass_judged": ({ judgement, by: breaker }, entry) =>
    by(
      entry,
      say`judged ${sayJudgement(judgement)} that ${whose(breaker)} broke the glass for ${taskOf(entry)}`,
      say`That ${whose(breaker)} broke the glass for ${taskOf(entry)} was judged ${sayJudgement(judgement)}`,
    ),
  "approval.glass_overdue": ({ by: breaker }, entry) =>
    say`Nobody has judged in time that ${whose(breaker)} broke the glass for ${taskOf(entry)}`,
  "approval.denied": ({ revoked, locked, via, signature }, entry) => {
    const also = `${revoked ? " and revoked it" : ""}${locked ? ` and locked the ${locked}` : ""}`;
    return by(
      entry,
      say`denied what was asked for ${taskOf(entry)}${also}${byToken(via)}${signed(signature)}`,
      say`What was asked for ${taskOf(entry)} was denied`,
    );
  },
  "approval.expired": (_, entry) => say`Nobody answered in time what was asked for ${taskOf(entry)}`,
  "approval.superseded": (_, entry) => say`What was asked for ${taskOf(entry)} is superseded`,
  "approval.withdrawn": (_, entry) => say`What was asked for ${taskOf(entry)} was withdrawn`,

  "pattern.opened": (_, entry) => say`Calls of ${toolOf(entry)} like the approved one may be made for a while`,
  "pattern.ended": (_, entry) =>
    by(
      entry,
      say`ended that calls of ${toolOf(entry)} go without asking`,
      say`Calls of ${toolOf(entry)} like the approved one are asked about again`,
    ),

  "hold.ready": (_, entry) => say`The held call of ${toolOf(entry)} may be made once`,
  "hold.denied": (_, entry) => say`The held call of ${toolOf(entry)} was denied`,
  "hold.expired": (_, entry) => say`The held call of ${toolOf(entry)} expired`,
  "hold.superseded": (_, entry) => say`The held call of ${toolOf(entry)} is superseded`,
  "hold.withdrawn": (_, entry) => say`The held call of ${toolOf(entry)} was withdrawn`,
};
