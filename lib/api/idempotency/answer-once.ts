import type { IncomingMessage } from "node:http";
import { AppError, digestOf, log } from "../../base/index";
import type { Answer } from "../http/answer";
import { openAnswer, sealAnswer } from "./seal-answer";
import { claimKey, type KeptRequest, keepAnswer, readKey, releaseKey } from "./store";

/** How long a second request waits for the answer of the first, in milliseconds, and how often it looks. */
const WAIT_MS = 10_000;
const LOOK_MS = 100;
/** A request that has no answer after this long was cut off: its process died, or the database went away under it. */
const CUT_OFF_SECONDS = 60;

/** A write that came under an Idempotency-Key. */
export type Keyed = { humanId: string; key: string; request: string };

/**
 * Reads the Idempotency-Key of a write; null when it has none.
 *
 * @param body The bytes of the body: the same key with other bytes is another request.
 * @throws INVALID_INPUT when the key is not 1–255 printable characters.
 */
export function keyedRequest(request: IncomingMessage, humanId: string, body: Buffer): Keyed | null {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError("INVALID_INPUT", "An Idempotency-Key has 1 to 255 printable characters and no spaces.");
  const digest = digestOf(Buffer.concat([Buffer.from(`${request.method} ${request.url}\n`, "utf8"), body]));
  return { humanId, key, request: digest };
}

/**
 * Gives a write one answer, however often it is sent: the first one does the work, the same request under the same key
 * gets that answer again for 24 hours. A failure of ours (5xx) is not kept, so that the key can try again.
 *
 * @throws IDEMPOTENCY_CONFLICT when the key belongs to another request, or the first one is still under way or was cut off.
 */
export async function answerOnce(keyed: Keyed, work: () => Promise<Answer>): Promise<Answer> {
  const kept = await claimKey(keyed.humanId, keyed.key, keyed.request);
  if (kept) return answerAgain(keyed, kept);
  const answer = await work().catch(async (error: unknown) => {
    await release(keyed);
    throw error;
  });
  if (answer.status >= 500 || answer.status === 429) await release(keyed);
  else await keep(keyed, answer);
  return answer;
}

async function answerAgain(keyed: Keyed, first: KeptRequest): Promise<Answer> {
  const until = performance.now() + WAIT_MS;
  for (let kept: KeptRequest | null = first; kept; kept = await readKey(keyed.humanId, keyed.key)) {
    if (kept.request !== keyed.request)
      throw new AppError("IDEMPOTENCY_CONFLICT", "This Idempotency-Key was used for another request. Use a new one.");
    if (kept.status !== null) return keptAnswer(keyed, { ...kept, status: kept.status });
    if (kept.ageSeconds > CUT_OFF_SECONDS) throw cutOff();
    if (performance.now() > until) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new AppError(
    "IDEMPOTENCY_CONFLICT",
    "The first request with this Idempotency-Key has no answer yet. Ask again.",
    {
      retryAfterSeconds: 1,
    },
  );
}

function keptAnswer(keyed: Keyed, kept: KeptRequest & { status: number }): Answer {
  const body = kept.response === null ? null : openAnswer(kept.response, boundTo(keyed));
  if (body === null) throw cutOff();
  return { status: kept.status, body };
}

/** It may have been done: doing it again could do it twice. */
const cutOff = () =>
  new AppError(
    "IDEMPOTENCY_CONFLICT",
    "The first request with this Idempotency-Key was cut off, and its answer is lost. Look whether it was done; to do it again, use a new key.",
  );

async function keep(keyed: Keyed, answer: Answer): Promise<void> {
  const response = sealAnswer(answer.body, boundTo(keyed));
  // The work is done and recorded; that its answer cannot be kept must not make it look undone.
  await keepAnswer(keyed.humanId, keyed.key, { status: answer.status, response }).catch((error: unknown) =>
    log().warn({ err: error }, "an answer could not be kept under its Idempotency-Key"),
  );
}

async function release(keyed: Keyed): Promise<void> {
  await releaseKey(keyed.humanId, keyed.key).catch(() => {}); // it then counts as cut off, and the key is refused
}

const boundTo = ({ humanId, key, request }: Keyed): string => `${humanId}\n${key}\n${request}`;
