import {
  joinToolsPages,
  MODERN_VERSION,
  type ReadTool,
  readDiscoverResult,
  readToolsPage,
  type ToolsPage,
  type UpstreamFacts,
  type UpstreamSpeech,
  upstreamRequest,
} from "../mcp/index";
import { self } from "./configure";
import { endSession, openSession, resultOf } from "./open-session";
import type { OfferedTool, ServerFacts } from "./pin-tools";
import { type Destination, nextRequestId, postUpstream } from "./post-upstream";

/** Everything a look at a server brought back. */
export type Sight = { facts: ServerFacts; offered: OfferedTool[]; hasSessions: boolean };
export type NoSight = { fault: string };

/** How long the modern greeting may take before the legacy one is tried, in milliseconds. */
const PROBE_MS = 3000;
const MAX_PAGES = 50;
const MAX_TOOLS = 1000;
/** The longest definition that is pinned, in characters of its canonical text. */
const MAX_DEFINITION = 262_144;
const MAX_TEXT = 10_000;

/**
 * Greets a server, in the modern way first and else in the legacy one, and reads all its tools.
 *
 * @param deadline Until when it must be done, in milliseconds of performance.now().
 * Source: MCP 2026-07-28, versioning, "Backward compatibility": only an answer selects an era, never silence of the
 * network, a refused credential or a redirect.
 */
export async function lookAtServer(to: Destination, deadline: number): Promise<Sight | NoSight> {
  const modern = await greetModern(to, Math.min(deadline, performance.now() + PROBE_MS));
  if ("facts" in modern) return readAllTools(to, { deadline, speech: { era: "modern" }, facts: modern.facts });
  if (modern.final) return { fault: modern.fault };
  const legacy = await openSession(to, { deadline });
  if ("fault" in legacy) return { fault: legacy.fault };
  try {
    return await readAllTools(to, { deadline, ...legacy });
  } finally {
    await endSession(to, legacy.speech);
  }
}

/** `final`: the fault is not one of the era, so greeting in another way would not help. */
async function greetModern(
  to: Destination,
  deadline: number,
): Promise<{ facts: UpstreamFacts } | { fault: string; final: boolean }> {
  const id = nextRequestId();
  const post = upstreamRequest({ speech: { era: "modern" }, self: self(), id }, "server/discover");
  const exchanged = await postUpstream(to, post, { id, deadline });
  const result = resultOf(exchanged);
  if (typeof result === "string") {
    const facts = readDiscoverResult(result);
    return facts.fault === undefined ? { facts } : { fault: facts.fault, final: false };
  }
  const { answer } = exchanged.kind === "answered" ? exchanged : {};
  const refused = answer?.kind === "fault" && ["REDIRECTS", "CREDENTIAL_REFUSED"].includes(answer.fault);
  const down = exchanged.kind === "answered" && exchanged.status >= 500 && exchanged.answer.kind !== "error";
  return { fault: result.fault, final: refused || down || exchanged.kind === "not_written" };
}

type Reading = { deadline: number; speech: UpstreamSpeech; facts: UpstreamFacts };

async function readAllTools(to: Destination, reading: Reading): Promise<Sight | NoSight> {
  const pages: ToolsPage[] = [];
  let cursor: string | null = null;
  do {
    const page: ToolsPage | NoSight = reading.facts.hasTools ? await readPage(to, reading, cursor) : EMPTY;
    if (page.fault !== undefined) return page;
    pages.push(page);
    cursor = page.nextCursor;
    if (pages.length > MAX_PAGES || pages.reduce((sum, { tools }) => sum + tools.length, 0) > MAX_TOOLS) {
      return { fault: `The server lists more than ${MAX_TOOLS} tools, or more than ${MAX_PAGES} pages of them.` };
    }
  } while (cursor !== null);
  return toSight(reading, joinToolsPages(pages));
}

const EMPTY: ToolsPage = { tools: [], unusable: [], nextCursor: null };

async function readPage(
  to: Destination,
  { deadline, speech }: Reading,
  cursor: string | null,
): Promise<ToolsPage | NoSight> {
  const id = nextRequestId();
  const post = upstreamRequest({ speech, self: self(), id }, "tools/list", cursor === null ? {} : { cursor });
  const hasSession = speech.era === "legacy" && speech.session !== null;
  const result = resultOf(await postUpstream(to, post, { id, deadline, hasSession }));
  return typeof result === "string" ? readToolsPage(result) : result;
}

function toSight({ speech, facts }: Reading, { tools, unusable }: Omit<ToolsPage, "nextCursor">): Sight {
  const fitting = tools.filter((tool) => tool.text.length <= MAX_DEFINITION);
  const leftOut = unusable.length + tools.length - fitting.length;
  const first = unusable[0]?.fault ?? "Its definition is too long.";
  return {
    facts: {
      era: speech.era,
      protocol: speech.era === "modern" ? MODERN_VERSION : (speech.version ?? ""),
      title: bounded(facts.info?.title ?? facts.info?.name ?? null, 200),
      instructions: bounded(facts.instructions, MAX_TEXT),
      note: leftOut === 0 ? null : `${leftOut} of its tools cannot be used, the first because: ${first}`,
    },
    offered: fitting.map(toOffered),
    hasSessions: speech.era === "legacy" && speech.session !== null,
  };
}

const toOffered = ({ definition, text, digest, proposedClass }: ReadTool): OfferedTool => ({
  name: definition.name,
  definition: text,
  digest,
  proposedClass,
});

/** A server's own words, no longer than people would read; PostgreSQL stores no NUL. */
function bounded(text: string | null, length: number): string | null {
  return text === null ? null : text.slice(0, length).toWellFormed().replaceAll("\0", "");
}
