/**
 * Every way this product refuses, in one list: the HTTP status and a short title. The code is public and stable
 * (API clients switch on it); the sentence for the case at hand is the error's message.
 */
export const ERRORS = {
  // what came in
  INVALID_INPUT: { status: 422, title: "The input is not valid" },
  BODY_TOO_LARGE: { status: 413, title: "The body is too large" },
  NOT_JSON: { status: 400, title: "The body is not acceptable JSON" },
  METHOD_NOT_ALLOWED: { status: 405, title: "This address does not take that method" },
  IDEMPOTENCY_CONFLICT: { status: 409, title: "This Idempotency-Key belongs to another request" },
  // who asks
  NOT_SIGNED_IN: { status: 401, title: "Nobody is signed in" },
  FORBIDDEN: { status: 403, title: "You may not do this" },
  CROSS_SITE: { status: 403, title: "The request came from another site" },
  RATE_LIMITED: { status: 429, title: "Too many attempts" },
  NOT_FOUND: { status: 404, title: "There is no such thing, or you may not see it" },
  // identity
  SIGN_IN_FAILED: { status: 401, title: "E-mail or password is wrong" },
  LINK_SPENT: { status: 410, title: "This link was used or has expired" },
  LAST_ADMIN: { status: 409, title: "Somebody must stay admin" },
  NAME_TAKEN: { status: 409, title: "That name is taken" },
  VERSION_MOVED: { status: 409, title: "Somebody has changed it in the meantime" },
  SIGN_IN_AGAIN: { status: 403, title: "This takes somebody who has just signed in" },
  PASSKEY_MISSING: { status: 409, title: "There is no passkey for this" },
  PASSKEY_REFUSED: { status: 422, title: "The passkey was not accepted" },
  PASSKEYS_UNAVAILABLE: { status: 409, title: "Passkeys do not work at this address" },
  CONFIG_OWNED: { status: 409, title: "The configuration file declares this; change it there" },
  // agents and tokens
  TOKEN_INVALID: { status: 401, title: "The token is not valid here" },
  TOKEN_STALE: { status: 401, title: "The token is behind its task" },
  AGENT_DISABLED: { status: 403, title: "The agent is disabled" },
  LOCKED: { status: 409, title: "It is locked" },
  COOLING_DOWN: { status: 403, title: "The charter cannot be opened again yet" },
  // servers
  SERVER_UNREACHABLE: { status: 502, title: "The server did not answer" },
  SERVER_INVALID: { status: 502, title: "The server's answer is not MCP" },
  SERVER_DISABLED: { status: 403, title: "The server is disabled" },
  ADDRESS_REFUSED: { status: 422, title: "That address is not allowed" },
  // rules
  RULE_CONTRADICTS: { status: 422, title: "The rule contradicts itself" },
  // tasks, approvals, holds
  TASK_CANNOT_MOVE: { status: 409, title: "The task is not in a state for this" },
  TASK_ENDED: { status: 409, title: "The task has ended" },
  NOT_NARROWER: { status: 422, title: "That is not narrower than what is held" },
  APPROVAL_DECIDED: { status: 409, title: "Somebody has already decided" },
  DIGEST_MISMATCH: { status: 409, title: "The page shows another state than the one held" },
  TOO_MANY_QUESTIONS: { status: 409, title: "Enough has been asked about this approval" },
  QUESTION_ANSWERED: { status: 409, title: "Somebody has answered this question already" },
  TOO_MANY_APPROVALS: { status: 429, title: "One person gives only so many approvals in an hour" },
  UNINSPECTABLE: { status: 422, title: "A part of it cannot be read" },
  OWN_AGENT: { status: 403, title: "Nobody approves for their own agent" },
  REVIEW_BY_PAGE: { status: 403, title: "A rule asks for a review on the page" },
  SIGNATURE_NEEDED: { status: 403, title: "A rule asks for a signature" },
  SIGNATURE_INVALID: { status: 403, title: "The signature does not stand" },
  SIGNING_SPENT: { status: 410, title: "This request to sign was used or has run out" },
  GLASS_UNJUDGED: { status: 409, title: "An earlier broken glass waits for its judgement" },
  GLASS_JUDGED: { status: 409, title: "Somebody has judged it already" },
  GROUP_IN_USE: { status: 409, title: "A rule asks for this group" },
  // the house
  CREDENTIAL_MISSING: { status: 502, title: "The server's credential cannot be opened" },
  UNAVAILABLE: { status: 503, title: "The log cannot be written, so nothing is done" },
  INTERNAL: { status: 500, title: "Something went wrong here" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/**
 * An expected refusal. `message` may leave the house: it must never hold a credential, a token or an argument value.
 * `detail` is structured and may leave the house too (field errors, who decided and when).
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    message: string = ERRORS[code].title,
    detail?: Record<string, unknown>,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** Tells an expected refusal by its shape: the page bundles and the server each have their own copy of the class. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error && String(error.code) in ERRORS;
}
