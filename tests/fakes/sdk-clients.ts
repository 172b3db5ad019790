import {
  ClientCredentialsProvider as ProviderV2,
  StreamableHTTPClientTransport as TransportV2,
  Client as V2,
} from "@modelcontextprotocol/client";
import { ClientCredentialsProvider as ProviderV1 } from "@modelcontextprotocol/sdk/client/auth-extensions.js";
import { Client as V1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** What an agent comes with: a secret for the authorization server, or a key in a header. */
export type Credential = { clientId: string; clientSecret: string; expectedIssuer: string } | { key: string };

export type SdkClient = {
  list(): Promise<string[]>;
  call(name: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<{ text: string; isError: boolean }>;
  close(): Promise<void>;
};

export type Connect = (url: string, credential: Credential) => Promise<SdkClient>;

/** Every generation of the official client, unchanged: as a program that uses it would connect. */
export const SDK_CLIENTS: Record<"SDK v1" | "SDK v2" | "SDK v2, modern", Connect> = {
  "SDK v1": connectV1,
  "SDK v2": (url, credential) => connectV2(url, credential, "legacy"),
  "SDK v2, modern": (url, credential) => connectV2(url, credential, { pin: "2026-07-28" }),
};

const headerOf = (key: string) => ({ requestInit: { headers: { authorization: `Bearer ${key}` } } });
const INFO = { name: "a-program", version: "1.0.0" };

async function connectV1(url: string, credential: Credential): Promise<SdkClient> {
  const client = new V1(INFO);
  const how = "key" in credential ? headerOf(credential.key) : { authProvider: new ProviderV1(credential) };
  await client.connect(new TransportV1(new URL(url), how));
  return {
    list: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (name, args, signal) => said(await client.callTool({ name, arguments: args }, undefined, { signal })),
    close: () => client.close(),
  };
}

async function connectV2(url: string, credential: Credential, mode: "legacy" | { pin: string }): Promise<SdkClient> {
  const client = new V2(INFO, { versionNegotiation: { mode } });
  const how = "key" in credential ? headerOf(credential.key) : { authProvider: new ProviderV2(credential) };
  await client.connect(new TransportV2(new URL(url), how));
  return {
    list: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (name, args, signal) => said(await client.callTool({ name, arguments: args }, { signal })),
    close: () => client.close(),
  };
}

/** The texts of a result; the clients have checked its form. */
function said(result: { [key: string]: unknown }): { text: string; isError: boolean } {
  const content = result.content as { text?: string }[];
  return { text: content.map((part) => part.text ?? "").join("\n"), isError: result.isError === true };
}
