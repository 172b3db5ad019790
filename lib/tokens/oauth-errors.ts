import { errors, type KoaContextWithOIDC } from "oidc-provider";
import { type AppError, isAppError } from "../base/index";
import { isOutage, outage } from "../db/index";

/**
 * Says a refusal of ours in the terms of the token endpoint. What is not expected goes on as it is: the server answers
 * `server_error` and the log has it.
 *
 * Source: RFC 6749 §5.2; RFC 8707 §2; RFC 9396 §5.
 */
export function throwAsOAuth(error: unknown, context?: KoaContextWithOIDC): never {
  if (isOutage(error)) throw unavailable(outage(error, "try again in a moment."), context);
  if (isAppError(error) && error.code === "UNAVAILABLE") throw unavailable(error, context);
  if (!isAppError(error)) throw error;
  const seconds = error.detail?.retryAfterSeconds;
  if (typeof seconds === "number") context?.set("Retry-After", String(seconds));
  throw inOAuth(error);
}

function inOAuth(error: AppError): Error {
  switch (error.code) {
    case "COOLING_DOWN":
      return new errors.AccessDenied(error.message);
    case "AGENT_DISABLED":
      return new errors.InvalidClientAuth(error.message);
    case "RATE_LIMITED":
      return withStatus(429, new errors.CustomOIDCProviderError("too_many_requests", error.message));
    case "NOT_FOUND":
      return new errors.InvalidRequest(error.message);
    default:
      return error;
  }
}

function unavailable(outage: AppError, context?: KoaContextWithOIDC): Error {
  context?.set("Retry-After", "1");
  return withStatus(503, new errors.TemporarilyUnavailable(outage.message));
}

/** The library knows these errors from redirects only, where they have no status of their own. */
function withStatus(status: number, error: errors.OIDCProviderError): Error {
  return Object.assign(error, { status, statusCode: status });
}
