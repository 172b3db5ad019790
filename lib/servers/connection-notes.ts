import { isAppError } from "../base/index";

const CONNECT_NOTES: Record<string, string> = {
  ECONNREFUSED: "Nothing listens at the server's address",
  ENOTFOUND: "The server's name does not exist",
  EAI_AGAIN: "The server's name cannot be resolved at the moment",
  EHOSTUNREACH: "There is no way to the server's address",
  ENETUNREACH: "There is no way to the server's address",
  UND_ERR_CONNECT_TIMEOUT: "The server did not take the connection in time",
  ETIMEDOUT: "The server did not take the connection in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The server's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "The server's certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The server's certificate cannot be verified",
  CERT_HAS_EXPIRED: "The server's certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another name",
  ERR_SSL_WRONG_VERSION_NUMBER: "The server does not speak TLS at that address",
};

/** Why no connection came about. Only sentences of ours: an error's own message may quote an address or a header. */
export function unreachableNote(error: Error): string {
  if (isAppError(error)) return `${error.message} Nothing was sent.`;
  return `${CONNECT_NOTES[codeOf(error)] ?? "The server could not be reached"}; nothing was sent.`;
}

/** Why a connection ended without an answer after the request was written. */
export function brokenNote(error: Error): string {
  const isHttp = !/^HPE_|PARSER|MISMATCH|OVERFLOW/.test(codeOf(error));
  const what = isHttp ? "The connection broke before the answer was complete" : "The server's answer is not valid HTTP";
  return `${what}; the call may have run.`;
}

/** An error's code; of several attempts (one per address of a name), the first one's. */
function codeOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return "code" in error ? String(error.code) : "";
}
