import { findEntry } from "../../audit/index";
import { AppError, digestOf } from "../../base/index";
import { db } from "../../db/index";
import type { Person } from "../../identity/schema";
import type { BodyView } from "../atoms";
import type { Handler } from "../handler";
import { maskFor } from "../mask-for";
import { readBodyView } from "../read-body-view";
import { mayReadKind } from "./log-conditions";
import { EVENT_KINDS, type LogEntryDetail, type LogRow } from "./schema";
import { toLogRows } from "./to-log-row";

const LARGEST = 2n ** 63n - 1n;

/** Shows one entry with its evidence and the payloads it names. */
export const showEntry: Handler<"logEntry"> = async ({ seq }, person) => {
  const number = BigInt(seq);
  const found = number <= LARGEST ? await findEntry(number) : null;
  if (!found || !mayReadKind(person, found.kind)) throw new AppError("NOT_FOUND", "There is no such entry.");
  const { body, ...entry } = found;
  const [row] = await toLogRows([entry]);
  if (!row) throw new Error("an entry was turned into no row");
  const mask = await maskOf(row);
  const isCall = entry.kind.startsWith("call.") ? entry.callId : undefined;
  const sent = namedIn(entry.facts) ?? isCall;
  return {
    ...row,
    body,
    bodyDigest: digestOf(body),
    arguments: await payload(person, sent, { kind: "arguments", mask }),
    result: await payload(person, isCall, { kind: "result", mask }),
    related: await readRelated(entry.callId, entry.approvalId),
  };
};

/** The arguments that a person put in place of the agent's, where an entry names them. */
const namedIn = ({ edit }: Record<string, unknown>): string | undefined =>
  typeof edit === "string" ? edit : undefined;

type Read = { kind: "arguments" | "result"; mask: readonly string[] };

async function payload(person: Person, callId: string | undefined, { kind, mask }: Read): Promise<BodyView> {
  return callId === undefined ? { state: "none" } : readBodyView(person, { callId, kind, mask });
}

const maskOf = async ({ names, tool, class: ofClass }: LogRow): Promise<readonly string[]> =>
  maskFor({ agent: names.agent ?? "", server: names.server ?? "", tool: tool ?? "", class: ofClass ?? "unclassed" });

/** The other entries of the same call, else of the same approval; at most 50. */
async function readRelated(callId?: string, approvalId?: string): Promise<LogEntryDetail["related"]> {
  if (callId === undefined && approvalId === undefined) return [];
  const where = callId === undefined ? { approvalId } : { callId };
  const rows = await db().entry.findMany({
    where,
    orderBy: { seq: "asc" },
    take: 50,
    select: { seq: true, at: true, kind: true },
  });
  return rows.flatMap((row) => {
    const kind = EVENT_KINDS.find((known) => known === row.kind);
    return kind ? [{ seq: row.seq.toString(), at: row.at.toISOString(), kind }] : [];
  });
}
