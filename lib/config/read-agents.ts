import { digestOf } from "../base/index";
import { agentNameSchema } from "../identity/schema";
import type { CharterBody } from "../tasks/schema";
import { declaredCredentialProblem } from "../tokens/schema";
import type { DeclaredAgent } from "./config";
import type { Path } from "./problem";
import type { Reader } from "./reader";
import { type AgentEntry, agentEntrySchema, type CharterEntry } from "./schema";

/** Reads the agents of the file. */
export function readAgents(reader: Reader, section: Readonly<Record<string, unknown>>): DeclaredAgent[] {
  const agents = Object.entries(section).flatMap(([name, value]) => {
    const path = ["agents", name];
    const named = reader.entry(agentNameSchema, name, path);
    const entry = reader.entry(agentEntrySchema, value, path);
    return named && entry ? [readAgent(reader, named, { entry, path })] : [];
  });
  refuseSharedKeys(reader, agents);
  return agents;
}

function readAgent(reader: Reader, name: string, { entry, path }: { entry: AgentEntry; path: Path }): DeclaredAgent {
  const { owner, note = "", auth, charter } = entry;
  if (auth?.key && !charter)
    reader.refuse([...path, "auth", "key"], "A key cannot say what its task is for, so its agent needs a charter.");
  const read = (kind: "secret" | "key") =>
    auth?.[kind] ? readCredential(reader, kind, { reference: auth[kind], path: [...path, "auth", kind] }) : null;
  return {
    path,
    name,
    owner,
    note,
    secret: read("secret"),
    key: read("key"),
    charter: charter ? toCharter(charter) : null,
  };
}

function readCredential(reader: Reader, kind: "secret" | "key", of: { reference: string; path: Path }): string | null {
  const value = reader.secret(of.reference, of.path);
  if (value === null) return null;
  const problem = declaredCredentialProblem(kind, value);
  if (problem) reader.refuse(of.path, `The value of ${of.reference.slice(4)} cannot be used. ${problem}`);
  return value;
}

/** A charter as it is stored and digested: without what was left out. */
function toCharter({ purpose, scope, ttl, calls }: CharterEntry): CharterBody {
  const seconds = {
    ...(ttl?.idle !== undefined && { idleSeconds: ttl.idle }),
    ...(ttl?.lease !== undefined && { leaseSeconds: ttl.lease }),
    ...(ttl?.end !== undefined && { endSeconds: ttl.end }),
  };
  return {
    purpose,
    scope,
    ...(Object.keys(seconds).length > 0 && { ttl: seconds }),
    ...(calls !== undefined && { calls }),
  };
}

/** A key names its agent all by itself, so two agents cannot have the same one. */
function refuseSharedKeys(reader: Reader, agents: readonly DeclaredAgent[]): void {
  const holders = new Map<string, string>();
  for (const { key, name, path } of agents) {
    if (key === null) continue;
    const holder = holders.get(digestOf(key));
    if (holder) reader.refuse([...path, "auth", "key"], `${holder} has the same key. Give each agent its own.`);
    holders.set(digestOf(key), name);
  }
}
