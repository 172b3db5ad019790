import { took } from "../tasks/took";
import { agentOf, type KindsAbout, type Sentences, say, toolOf } from "./say";

/** What policy says about calls, and what comes of them. */
export const CALL_SENTENCES: Pick<Sentences, KindsAbout<"call">> = {
  "call.allowed": ({ holdId }, entry) =>
    say`Allowed ${agentOf(entry)} to call ${toolOf(entry)}${holdId === null ? "" : ", as approved"}`,
  "call.held": (_, entry) => say`Held a call of ${toolOf(entry)} by ${agentOf(entry)}`,
  "call.denied": (_, entry) => say`Denied ${agentOf(entry)} a call of ${toolOf(entry)}`,
  "call.succeeded": ({ milliseconds }, entry) => say`${toolOf(entry)} succeeded after ${took(milliseconds)}`,
  "call.failed": ({ milliseconds }, entry) => say`${toolOf(entry)} failed after ${took(milliseconds)}`,
  "call.timed_out": ({ milliseconds }, entry) => say`${toolOf(entry)} did not answer in ${took(milliseconds)}`,
  "call.aborted": ({ milliseconds }, entry) =>
    say`${toolOf(entry)} was aborted after ${took(milliseconds)}; whether it was done is not known`,
  "call.not_sent": (_, entry) => say`${toolOf(entry)} was allowed and not sent`,
  "call.unknown": (_, entry) => say`What came of ${toolOf(entry)} is not known`,
};
