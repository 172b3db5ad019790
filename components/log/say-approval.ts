import { by, type KindsAbout, type Part, type SaidEntry, type Sentences, say, taskOf, toolOf } from "./say";

/** What is asked, by the kind of the approval. Another word than ours is left out. */
function asked(kind: string, entry: SaidEntry): Part[] {
  if (kind === "start") return say`to start ${taskOf(entry)}`;
  if (kind === "resume") return say`to resume ${taskOf(entry)}`;
  return say`about a call of ${taskOf(entry)}`;
}

const byToken = (via: string): string => (via === "token" ? ", by access token" : "");

/** What people are asked, and what they answer. */
export const APPROVAL_SENTENCES: Pick<Sentences, KindsAbout<"approval"> | KindsAbout<"hold">> = {
  "approval.requested": ({ kind }, entry) => say`A person was asked ${asked(kind, entry)}`,
  "approval.approved": ({ answer, via }, entry) => {
    const less = answer === "narrow" ? "less than was asked for " : "what was asked for ";
    return by(
      entry,
      say`approved ${less}${taskOf(entry)}${byToken(via)}`,
      say`What was asked for ${taskOf(entry)} was approved`,
    );
  },
  "approval.denied": ({ revoked, via }, entry) => {
    const also = revoked ? " and revoked it" : "";
    return by(
      entry,
      say`denied what was asked for ${taskOf(entry)}${also}${byToken(via)}`,
      say`What was asked for ${taskOf(entry)} was denied`,
    );
  },
  "approval.expired": (_, entry) => say`Nobody answered in time what was asked for ${taskOf(entry)}`,
  "approval.superseded": (_, entry) => say`What was asked for ${taskOf(entry)} is superseded`,
  "approval.withdrawn": (_, entry) => say`What was asked for ${taskOf(entry)} was withdrawn`,

  "hold.ready": (_, entry) => say`The held call of ${toolOf(entry)} may be made once`,
  "hold.denied": (_, entry) => say`The held call of ${toolOf(entry)} was denied`,
  "hold.expired": (_, entry) => say`The held call of ${toolOf(entry)} expired`,
  "hold.superseded": (_, entry) => say`The held call of ${toolOf(entry)} is superseded`,
  "hold.withdrawn": (_, entry) => say`The held call of ${toolOf(entry)} was withdrawn`,
};
