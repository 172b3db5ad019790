import { AppError, ERRORS, isAppError, withoutSecrets } from "../../base/index";
import { isOutage, outage } from "../../db/index";

/** One field that is wrong, and why. `path` is dotted; empty for the input as a whole. */
export type FieldError = { path: string; message: string };

/** What the API says when it refuses. Source: RFC 9457; `code` is of our closed list. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: FieldError[];
  [more: string]: unknown;
};

/** Turns whatever was thrown into a refusal of ours. What nobody expected says nothing of its inside. */
export function refusalOf(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (isOutage(error)) return outage(error, "nothing was done.");
  return new AppError(
    "INTERNAL",
    "Something went wrong here. The request's id helps to find out what.",
    undefined,
    error,
  );
}

/** Writes a refusal as a problem document. */
export function problemOf(refusal: AppError, requestId: string): Problem {
  const { status, title } = ERRORS[refusal.code];
  const { fields, field, allow: _, ...more } = refusal.detail ?? {};
  const errors = fieldErrors(typeof field === "string" ? { [field]: refusal.message } : fields);
  return {
    ...more,
    ...(errors && { errors }),
    type: `urn:countersign:problem:${refusal.code}`,
    title,
    status,
    detail: withoutSecrets(refusal.message),
    code: refusal.code,
    requestId,
  };
}

/** Fields that modules named, in either of the two forms they use. */
function fieldErrors(fields: unknown): FieldError[] | undefined {
  if (Array.isArray(fields)) return fields.flatMap(fromFinding);
  if (typeof fields !== "object" || fields === null) return undefined;
  return Object.entries(fields).map(([path, message]) => ({ path, message: String(message) }));
}

function fromFinding(finding: unknown): FieldError[] {
  if (typeof finding !== "object" || finding === null || !("field" in finding) || !("sentence" in finding)) return [];
  const { field, sentence, ...more } = finding;
  return [{ path: String(field), message: String(sentence), ...more }];
}

/** Seconds after which it is worth asking again; null when it is not a matter of time. */
export function retryAfterOf(refusal: AppError): number | null {
  const said = refusal.detail?.retryAfterSeconds;
  if (typeof said === "number") return Math.max(1, Math.ceil(said));
  return refusal.status === 503 ? 2 : refusal.status === 429 ? 60 : null;
}
