import type { IncomingMessage, ServerResponse } from "node:http";
import { type AppError, log, requestIdOf } from "../base/index";
import { identitySettings, type Person } from "../identity/index";
import { CONTRACT } from "./contract";
import type { Contract } from "./contract-form";
import { takeCspReport } from "./csp-report";
import {
  type Answer,
  jsonAnswer,
  refusalAnswer,
  type Stream,
  sendAnswer,
  sendRefusal,
  sendStream,
} from "./http/answer";
import { type Found, findEndpoint } from "./http/find-endpoint";
import { identifyPerson } from "./http/identify-person";
import { refusalOf } from "./http/problem";
import { queryFields } from "./http/query-fields";
import { fieldsOfBody, readBody } from "./http/read-body";
import { requireSameOrigin } from "./http/require-same-origin";
import { answerOnce, keyedRequest } from "./idempotency/answer-once";
import { openApiText } from "./openapi";
import { runEndpoint } from "./run-endpoint";

const ROOT = "/api/v1";

/** Tells whether a request is for the API. */
export function isApiRequest(request: Pick<IncomingMessage, "url">): boolean {
  const path = request.url?.split("?", 1)[0] ?? "";
  return path === ROOT || path.startsWith(`${ROOT}/`);
}

/**
 * Answers a request to the API: one endpoint of the list, run for whoever a session or an access token says it is.
 * Everything that is refused or fails is answered with a problem document; nothing is thrown.
 */
export async function handleApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = requestIdOf(request.headers["x-request-id"]);
  const startedAt = performance.now();
  try {
    await answer(request, response, requestId);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) log().error({ requestId, err: refusal.cause ?? error }, "a request to the API failed");
    if (response.headersSent) response.destroy();
    else sendRefusal(response, refusal, requestId);
  } finally {
    const { method } = request;
    const path = plainPath(request.url ?? "");
    const milliseconds = Math.round(performance.now() - startedAt);
    log().debug({ requestId, method, path, status: response.statusCode, milliseconds }, "api");
  }
}

const WORD_OR_ID = /^(?:[a-z][a-z.-]{0,23}|v1|\d{1,19}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;

/** A path for the log: what is neither a word of ours nor an id may be a secret that was pasted into an address. */
const plainPath = (url: string): string =>
  (url.split("?", 1)[0] ?? "")
    .split("/")
    .map((part) => (WORD_OR_ID.test(part) ? part : "…"))
    .join("/");

async function answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://countersign.invalid");
  if (pathname === `${ROOT}/openapi.json` && request.method === "GET")
    return sendAnswer(response, { status: 200, body: openApiText() }, requestId);
  if (pathname === `${ROOT}/csp-report` && request.method === "POST") return takeCspReport(request, response);
  const found = findEndpoint(request.method ?? "GET", pathname);
  const contract: Contract = CONTRACT[found.name];
  const person = await identifyPerson(request);
  if (contract.method === "GET") {
    const result = await runEndpoint(found.name, person, { ...queryFields(contract, searchParams), ...found.path });
    // The contract says which of the two it is.
    if (contract.streams) return sendStream(response, result as Stream, requestId);
    return sendAnswer(response, jsonAnswer(result), requestId);
  }
  if (person.via === "page") requireSameOrigin(request.headers, identitySettings().publicUrl);
  await write(request, response, { found, contract, person, requestId });
}

type Writing = { found: Found; contract: Contract; person: Person; requestId: string };

async function write(request: IncomingMessage, response: ServerResponse, writing: Writing): Promise<void> {
  const { found, contract, person, requestId } = writing;
  const body = await readBody(request);
  const input = { ...fieldsOfBody(request, body), ...found.path };
  const keyed = contract.asks ? null : keyedRequest(request, person.human.id, body);
  if (!keyed) return sendAnswer(response, jsonAnswer(await runEndpoint(found.name, person, input)), requestId);
  // A refusal of the endpoint's own is an answer like any other, and is kept as one.
  const kept = await answerOnce(keyed, async (): Promise<Answer> => {
    try {
      return jsonAnswer(await runEndpoint(found.name, person, input));
    } catch (error) {
      const refusal: AppError = refusalOf(error);
      if (refusal.status >= 500 || refusal.code === "RATE_LIMITED") throw error;
      return refusalAnswer(refusal, requestId);
    }
  });
  sendAnswer(response, kept, requestId);
}
