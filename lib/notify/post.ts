import { Agent, request } from "undici";
import { checkAddress } from "../base/index";
import { guardedConnector } from "../servers/index";
import { noAnswerNote } from "./connect-notes";
import { readRetryAfter } from "./retry-schedule";
import { quote, type Sent } from "./sent";

/** How long a receiver may take for all of it, in milliseconds. */
const DEADLINE_MS = 15_000;
/** How much of an answer is read. */
const ANSWER_BYTES = 4096;
const MAX_HEADER_BYTES = 16_384;

export type Posting = {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** What the receiver may repeat and nobody must read. */
  secrets: readonly (string | undefined)[];
};

/**
 * Posts JSON to an address that passes the guard for outbound requests, on a connection of its own. Redirects are not
 * followed: they could lead past the guard, and would hand the message to somebody else. Never throws.
 */
export async function post({ url, headers, body, secrets }: Posting): Promise<Sent> {
  const agent = new Agent({
    connect: guardedConnector(),
    maxHeaderSize: MAX_HEADER_BYTES,
    pipelining: 1,
    allowH2: false,
  });
  try {
    const address = checkAddress(url);
    const answer = await request(address, {
      dispatcher: agent,
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "countersign",
        accept: "*/*",
        ...headers,
      },
      body,
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const said = quote(await readSome(answer.body), secrets);
    return judge(answer.statusCode, said, header(answer.headers, "retry-after"));
  } catch (error) {
    return { ok: false, said: noAnswerNote(error) };
  } finally {
    agent.destroy().catch(() => {}); // what came is read; the connection is of no more use
  }
}

function header(headers: Record<string, string | string[] | undefined>, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Reads the beginning of an answer; whatever follows is not taken. */
async function readSome(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString("utf8");
}

/** Source: Standard Webhooks, "Deliverability": 2xx is taken, 410 ends the subscription, 429 and 503 ask for patience. */
function judge(status: number, words: string, retryAfter: string | undefined): Sent {
  const said = `HTTP ${status}${words === "" ? "" : `: ${words}`}`;
  if (status >= 200 && status < 300) return { ok: true, said };
  if (status >= 300 && status < 400)
    return { ok: false, said: `HTTP ${status}: it points elsewhere, and redirects are not followed` };
  if (status === 410) return { ok: false, said, final: true, gone: true };
  return { ok: false, said, retryAfter: readRetryAfter(retryAfter, new Date()) };
}
