import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Dispatcher, Pool } from "undici";
import { answerAsks } from "./answer-asks";

/**
 * The measure of all things here: a hop that only passes on. Node's HTTP server in front, undici's quickest way
 * behind, one pool for each server, nothing parsed and nothing kept.
 */
export type HopReady = { port: number };

const pools = new Map<string, Pool>();
const upstream = process.env.BENCH_UPSTREAM ?? "";

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const path = request.url ?? "/";
    const headers = { "content-type": "application/json", accept: request.headers.accept ?? "*/*" };
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    poolOf(path).dispatch({ path, method: "POST", headers, body }, new Passing(response));
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo; // it listens on a port
  answerAsks({ port } satisfies HopReady, {});
});

function poolOf(path: string): Pool {
  const present = pools.get(path);
  if (present) return present;
  const made = new Pool(upstream, { connections: 256, pipelining: 1 });
  pools.set(path, made);
  return made;
}

class Passing implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  onRequestStart(): void {}

  onResponseStart(_: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    const { "content-type": type = "application/json", "content-length": length } = headers;
    this.#response.setHeader("content-type", type);
    if (length !== undefined) this.#response.setHeader("content-length", length);
    this.#response.writeHead(status);
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#response.write(chunk);
  }

  onResponseEnd(): void {
    this.#response.end();
  }

  onResponseError(): void {
    this.#response.destroy();
  }
}
