import type { SecretHeaders } from "../credentials/index";
import type { UpstreamAnswer } from "../mcp/index";
import type { Exchanged, Manner } from "./exchange";

/**
 * Makes a request whose server is heard without the credential it was sent: in answers, errors and progress its value
 * is blanked, for agents, definitions and the log never hold one.
 */
export function hearWithout(
  secret: SecretHeaders,
  manner: Manner,
  ask: (hearing: Manner) => Promise<Exchanged>,
): Promise<Exchanged> {
  if (secret.isEmpty) return ask(manner);
  const { onProgress } = manner;
  if (!onProgress) return ask(manner).then((exchanged) => blanked(secret, exchanged));
  const hearing: Manner = {
    ...manner,
    onProgress: (step) =>
      onProgress(step.message === null ? step : { ...step, message: secret.blankIn(step.message, false) }),
  };
  return ask(hearing).then((exchanged) => blanked(secret, exchanged));
}

function blanked(secret: SecretHeaders, exchanged: Exchanged): Exchanged {
  if (exchanged.kind !== "answered") return exchanged;
  const answer = blankedAnswer(secret, exchanged.answer);
  return answer === exchanged.answer ? exchanged : { ...exchanged, answer, saidCredential: true };
}

/** The answer itself when the credential is not in it. */
function blankedAnswer(secret: SecretHeaders, answer: UpstreamAnswer): UpstreamAnswer {
  switch (answer.kind) {
    case "result": {
      const result = secret.blankIn(answer.result, true);
      return result === answer.result ? answer : { ...answer, result };
    }
    case "error": {
      const message = secret.blankIn(answer.message, false);
      const data = answer.data === null ? null : secret.blankIn(answer.data, true);
      return message === answer.message && data === answer.data ? answer : { ...answer, message, data };
    }
    case "asks": {
      const method = secret.blankIn(answer.method, false);
      return method === answer.method ? answer : { ...answer, method };
    }
    default:
      return answer; // our own sentence
  }
}
