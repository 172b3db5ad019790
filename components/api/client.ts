import type { z } from "zod";
import { routes } from "@/lib/base/routes";
import { learnServerTime } from "../time/server-time";
import { ApiError, errorFrom, unreachable } from "./problem";

export { ApiError } from "./problem";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

type CallOptions<T> = {
  body?: unknown;
  /** Checks the answer's shape. Without it the answer is `unknown` in all but name. */
  schema?: z.ZodType<T>;
  /** Names one intent. Give the same key when the same answer is sent again after a lost connection. */
  key?: string;
  signal?: AbortSignal;
};

/**
 * Calls the API with this browser's session. Writes carry an Idempotency-Key, so that sending one again records it
 * once. Where nobody is signed in any more, goes to sign in and comes back.
 *
 * @throws ApiError with the problem's code; `UNREACHABLE` when there was no answer, `UNREADABLE` when it was none of ours.
 */
export async function callApi<T = unknown>(method: Method, path: string, options: CallOptions<T> = {}): Promise<T> {
  const writes = method !== "GET";
  const sentAt = Date.now();
  const response = await fetch(path, {
    method,
    headers: headersFor(writes, options),
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
  }).catch((error: unknown) => {
    throw options.signal?.aborted ? error : unreachable(writes);
  });
  learnServerTime(response.headers.get("date"), { sentAt, receivedAt: Date.now() });
  const body = await readBody(response);
  if (!response.ok) {
    const error = errorFrom(response.status, body);
    leaveIfSignedOut(error);
    throw error;
  }
  return shaped(body, options.schema);
}

function headersFor(writes: boolean, { body, key }: CallOptions<unknown>): Headers {
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
  }
  if (writes) {
    headers.set("Idempotency-Key", key ?? newKey());
  }
  return headers;
}

/** A key for one intent. Keep it for as long as the person may press the same button again. */
export function newKey(): string {
  // randomUUID exists in secure contexts only; an instance on a plain http address still needs keys.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => "");
  if (text === "") {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shaped<T>(body: unknown, schema: z.ZodType<T> | undefined): T {
  if (schema === undefined) {
    return body as T; // The caller names T without a schema and so vouches for it.
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new ApiError({
      code: "UNREADABLE",
      title: "The server gave an answer that this page does not know",
      status: 500,
      detail: "The page may be older than the server. Reload it.",
    });
  }
  return parsed.data;
}

function leaveIfSignedOut(error: ApiError): void {
  const signIn = routes.signIn();
  if (error.code === "NOT_SIGNED_IN" && typeof location !== "undefined" && location.pathname !== signIn) {
    location.assign(routes.signIn(`${location.pathname}${location.search}`, "SIGNED_OUT"));
  }
}
