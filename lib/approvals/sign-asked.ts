import { CLASSES, type Sign, stricterSign, type Term } from "../policy/schema";
import type { AskedCall, Authority } from "./schema";

/**
 * How the answer to a question must be signed: as the rule says for the class of the call it asks about, and for a
 * start or resume as it says for every class whose calls the authority would let through without asking again.
 */
export function signAsked(term: Pick<Term, "sign">, call: AskedCall, authority: Authority | null): Sign {
  const unasked = (authority?.terms ?? []).flatMap((given) =>
    CLASSES.filter((name) => given.calls[name] === "allow").map((name) => given.sign[name]),
  );
  return unasked.reduce(stricterSign, term.sign[call.class]);
}
