import { isAppError } from "../base/index";

const NOTES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens at that address",
  ECONNRESET: "The other side closed the connection",
  ECONNECTION: "The other side closed the connection",
  EPIPE: "The other side closed the connection",
  UND_ERR_SOCKET: "The other side closed the connection without an answer",
  ENOTFOUND: "There is no host of that name",
  EAI_AGAIN: "The host's name cannot be resolved at the moment",
  EHOSTUNREACH: "There is no way to that address",
  ENETUNREACH: "There is no way to that address",
  ETIMEDOUT: "No answer came in time",
  UND_ERR_CONNECT_TIMEOUT: "The connection was not taken in time",
  UND_ERR_HEADERS_TIMEOUT: "No answer came in time",
  UND_ERR_BODY_TIMEOUT: "The answer did not end in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "The certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The certificate cannot be verified",
  CERT_HAS_EXPIRED: "The certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate is for another name",
  ERR_SSL_WRONG_VERSION_NUMBER: "TLS is not spoken at that address",
  EPROTO: "TLS is not spoken at that address",
};

/** Why there was no answer. Only sentences of ours: an error's own message may quote an address that is a secret. */
export function noAnswerNote(error: unknown): string {
  if (isAppError(error)) return error.message;
  if (!(error instanceof Error)) return "It could not be sent.";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "No answer came in time.";
  return `${NOTES[codeOf(error)] ?? "It could not be reached"}.`;
}

/** An error's code; of several attempts, or of an error with a cause, the first one's that we know. */
function codeOf(error: Error): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  // nodemailer puts a code of its own over that of the socket.
  const codes = ["originalCode" in error ? error.originalCode : "", "code" in error ? error.code : ""].map(String);
  const known = codes.find((code) => code in NOTES);
  return known ?? (inner instanceof Error ? codeOf(inner) : "");
}
