import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, log, parseStrictJson } from "../base/index";
import { addressOf } from "../identity/index";
import { FailureLimit } from "./http/failure-limit";
import { readBody } from "./http/read-body";

/** Reports by address and minute: browsers of people who were attacked send few, somebody who fills the disk many. */
const reports = new FailureLimit(60);
const LIMIT_BYTES = 16 * 1024;

/** The fields of a report that are worth a line, by both of the forms browsers use. Source: CSP Level 3 §5. */
const FIELDS = {
  directive: ["effectiveDirective", "effective-directive", "violated-directive"],
  blocked: ["blockedURL", "blocked-uri"],
  document: ["documentURL", "document-uri"],
  source: ["sourceFile", "source-file"],
  line: ["lineNumber", "line-number"],
} as const;

/**
 * Takes a browser's report of something that our content security policy stopped, and logs it. Browsers send it
 * without a session, so it says nothing and costs little.
 *
 * @throws RATE_LIMITED, BODY_TOO_LARGE, NOT_JSON.
 */
export async function takeCspReport(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const from = addressOf(request) ?? "";
  if (!reports.count(from))
    throw new AppError("RATE_LIMITED", "Too many reports came from this address.", { retryAfterSeconds: 60 });
  const { value, refusal } = parseStrictJson(await readBody(request, LIMIT_BYTES), { bytes: LIMIT_BYTES, depth: 8 });
  if (refusal) throw new AppError("NOT_JSON", refusal.sentence);
  for (const report of (Array.isArray(value) ? value : [value]).slice(0, 10))
    log().warn({ csp: lineOf(report) }, "a browser stopped something that the content security policy does not allow");
  response.writeHead(204).end();
}

function lineOf(report: unknown): Record<string, string> {
  const body = objectIn(report, "csp-report") ?? objectIn(report, "body") ?? {};
  const line: Record<string, string> = {};
  for (const [name, spellings] of Object.entries(FIELDS)) {
    const said = spellings.map((spelling) => body[spelling]).find((value) => value !== undefined);
    // Addresses may carry what a person typed behind the question mark.
    if (said !== undefined) line[name] = String(said).split(/[?#]/, 1)[0]?.slice(0, 300) ?? "";
  }
  return line;
}

function objectIn(report: unknown, field: string): Record<string, unknown> | undefined {
  if (typeof report !== "object" || report === null || !(field in report)) return undefined;
  const found = (report as Record<string, unknown>)[field]; // an object, by the line above
  return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : undefined;
}
