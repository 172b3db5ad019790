import type { CredentialKind, Snippet } from "./schema";
import { issuerName, resourceOf } from "./settings";

export type Shown = { agent: { id: string; name: string }; kind: CredentialKind; value: string; servers: string[] };

/** Where an agent reaches each of these servers through the gateway. */
export const addressesOf = (servers: string[]) => servers.map((server) => ({ server, url: resourceOf(server) }));

/**
 * Writes configurations that work when they are pasted. Names are those of our schemas, and values come from our own
 * generator or a checked declaration: none holds a character that a shell or a string would read differently.
 */
export function snippetsFor(shown: Shown): Snippet[] {
  const server = shown.servers[0] ?? "<server>";
  return shown.kind === "secret" ? forSecret(shown, server) : forKey(shown, server);
}

function forSecret({ agent, value }: Shown, server: string): Snippet[] {
  const auth = `const authProvider = new ClientCredentialsProvider({
  clientId: "${agent.id}",
  clientSecret: "${value}",
  expectedIssuer: "${issuerName()}",
});`;
  const token = `curl --user '${agent.id}:${value}' \\
  --data grant_type=client_credentials \\
  --data-urlencode 'resource=${resourceOf(server)}' \\
  ${issuerName()}/token`;
  const extra = `import { ClientCredentialsProvider } from "@modelcontextprotocol/sdk/client/auth-extensions.js";\n`;
  return [
    { id: "sdk", title: "MCP SDK for TypeScript", language: "ts", text: sdk(agent.name, server, { extra, auth }) },
    { id: "curl", title: "A task token with curl", language: "sh", text: token },
  ];
}

function forKey({ agent, value, servers }: Shown, server: string): Snippet[] {
  const header = `Authorization: Bearer ${value}`;
  const add = (name: string) => `claude mcp add --transport http ${name} ${resourceOf(name)} --header "${header}"`;
  const claude = (servers.length > 0 ? servers : [server]).map(add).join("\n");
  const auth = `const requestInit = { headers: { Authorization: "Bearer ${value}" } };`;
  const list = `curl --header '${header}' \\
  --header 'Content-Type: application/json' --header 'Accept: application/json, text/event-stream' \\
  --header 'MCP-Protocol-Version: 2025-11-25' \\
  --data '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' \\
  ${resourceOf(server)}`;
  return [
    { id: "claude-code", title: "Claude Code", language: "sh", text: claude },
    { id: "sdk", title: "MCP SDK for TypeScript", language: "ts", text: sdk(agent.name, server, { extra: "", auth }) },
    { id: "curl", title: "The tools with curl", language: "sh", text: list },
  ];
}

function sdk(name: string, server: string, way: { extra: string; auth: string }): string {
  const option = way.extra === "" ? "requestInit" : "authProvider";
  return `${way.extra}import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

${way.auth}
const transport = new StreamableHTTPClientTransport(new URL("${resourceOf(server)}"), { ${option} });
const client = new Client({ name: "${name}", version: "1.0.0" });
await client.connect(transport);
console.log(await client.listTools());
await client.close();
`;
}
