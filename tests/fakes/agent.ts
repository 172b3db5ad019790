import type { House } from "../setup/house";

export type ToolAnswer = {
  status: number;
  text: string;
  isError: boolean;
  body: Record<string, unknown>;
  headers: Headers;
};

/** An agent that speaks plain HTTP, so that tests can send exactly what they mean. */
export class PlainAgent {
  token = "";
  readonly #house: House;
  readonly #id: string;
  readonly #secret: string;
  #nextId = 1;

  constructor(house: House, credential: { clientId: string; secret: string }) {
    this.#house = house;
    this.#id = credential.clientId;
    this.#secret = credential.secret;
  }

  /** Fetches a task token for a server; answers what the token endpoint answered. */
  async fetchToken(server: string, details?: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const form = new URLSearchParams({ grant_type: "client_credentials", resource: this.#house.mcp(server) });
    if (details) form.set("authorization_details", JSON.stringify([{ type: "mcp_task", ...details }]));
    const response = await fetch(`${this.#house.url}/oauth/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa(`${encodeURIComponent(this.#id)}:${encodeURIComponent(this.#secret)}`)}`,
      },
      body: form,
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (typeof body.access_token === "string") this.token = body.access_token;
    return { status: response.status, body };
  }

  /** Calls a tool as a 2025-11-25 client and waits for its answer, on whichever form it comes. */
  async call(server: string, tool: string, args: object, signal?: AbortSignal): Promise<ToolAnswer> {
    const response = await this.post(server, { method: "tools/call", params: { name: tool, arguments: args } }, signal);
    const body = await readAnswer(response);
    const result = body.result as { content?: { text?: string }[]; isError?: boolean } | undefined;
    const error = body.error as { message?: string } | undefined;
    return {
      status: response.status,
      text: result?.content?.map((part) => part.text ?? "").join("\n") ?? error?.message ?? "",
      isError: result?.isError ?? error !== undefined,
      body,
      headers: response.headers,
    };
  }

  /** Posts one JSON-RPC request. */
  post(server: string, message: { method: string; params?: object }, signal?: AbortSignal): Promise<Response> {
    const id = this.#nextId++;
    return this.postRaw(server, JSON.stringify({ jsonrpc: "2.0", id, ...message }), {}, signal);
  }

  /** Posts bytes as they are. */
  postRaw(
    server: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Response> {
    return fetch(this.#house.mcp(server), {
      method: "POST",
      headers: {
        authorization: `Bearer ${this.token}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2025-11-25",
        ...headers,
      },
      body,
      signal,
    });
  }
}

/** Reads the JSON-RPC response out of a JSON answer or the end of a stream. */
export async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (!response.headers.get("content-type")?.startsWith("text/event-stream"))
    return JSON.parse(text) as Record<string, unknown>;
  const messages = text
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice(6)) as Record<string, unknown>);
  return messages.find((message) => "result" in message || "error" in message) ?? {};
}
