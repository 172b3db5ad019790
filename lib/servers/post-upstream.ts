import type { SecretHeaders } from "../credentials/index";
import type { UpstreamPost } from "../mcp/index";
import { connectionTo } from "./connection";
import { type Exchanged, exchange, type Manner } from "./exchange";
import { hearWithout } from "./hear-without";

/** Where a request goes, and the credential it goes with. */
export type Destination = { server: { id: string; url: string }; secretHeaders: SecretHeaders };

/**
 * Sends one MCP message to a server. Its headers are what MCP asks for, two of our own and the server's credential:
 * nothing of an agent's request is among them.
 */
export function postUpstream(to: Destination, post: UpstreamPost, manner: Manner): Promise<Exchanged> {
  const connection = connectionTo(to.server);
  const headers = withCredential(to, post.headers);
  return hearWithout(to.secretHeaders, manner, (hearing) =>
    exchange({ connection, method: "POST", headers, body: post.body }, hearing),
  );
}

/** Ends a session of a legacy server. Source: MCP 2025-11-25, transports, "Session Management". */
export function deleteSession(to: Destination, headers: string[], deadline: number): Promise<Exchanged> {
  const connection = connectionTo(to.server);
  const outgoing = { connection, method: "DELETE" as const, headers: withCredential(to, headers), body: null };
  return exchange(outgoing, { id: nextRequestId(), deadline });
}

function withCredential({ server, secretHeaders }: Destination, headers: string[]): string[] {
  headers.push("user-agent", "countersign", "accept-encoding", "identity");
  secretHeaders.appendTo(headers, server.id);
  return headers;
}

let lastId = 0;

/** An id for a request of ours. Agents' ids stay on their side: two agents may use the same one. */
export function nextRequestId(): number {
  lastId = lastId >= Number.MAX_SAFE_INTEGER ? 1 : lastId + 1;
  return lastId;
}
