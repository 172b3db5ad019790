import type { Gateway, World } from "./world";
import { SCOPE } from "./world-config";

/** One task of an agent, and the address of the server that it works with. */
export type Workplace = { agent: string; server: string; purpose: string; run: string };

/** Fetches a task token the way every agent does, at the token endpoint. */
export async function fetchToken(
  { gateway, secrets }: World,
  { agent, server, purpose, run }: Workplace,
): Promise<string> {
  const { port, publicUrl } = gateway.ready;
  const details = [{ type: "mcp_task", purpose, run, scope: SCOPE }];
  const response = await fetch(`http://127.0.0.1:${port}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${agent}:${encodeURIComponent(secrets.get(agent) ?? "")}`)}` },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      resource: `${publicUrl}/mcp/${server}`,
      authorization_details: JSON.stringify(details),
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the token endpoint answered ${response.status}: ${text.slice(0, 300)}`);
  return (JSON.parse(text) as { access_token: string }).access_token; // RFC 6749
}

/** The task that a token names. */
export function taskOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { task: { id: string } }; // our own token
  return claims.task.id;
}

export type ToolCall = { server: string; token: string; tool: string; args: object };

/** Calls a tool and waits for its answer, whichever form it comes in. */
export async function callTool(gateway: Gateway, call: ToolCall): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${gateway.ready.port}/mcp/${call.server}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${call.token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: call.tool, arguments: call.args },
    }),
  });
  return { status: response.status, text: await response.text() };
}

/** Does many things, a few at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
