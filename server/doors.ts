import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError, type Env, listenProblem } from "../lib/base/index";

/** Answers a request and says true, or says false when it is for somebody else. */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean;

export type Doors = {
  http: Server;
  port: number;
  /** Opens the house: until then everything but `/healthz` is answered "starting". */
  open(doors: Door[]): void;
  /** Takes no new connections and waits until those that are open have their answers, at most so long. */
  close(milliseconds: number): Promise<void>;
};

/**
 * Listens at once, so that a taken port is told before anything is started, and that the port is known to all that
 * follows.
 *
 * @throws INVALID_INPUT with what to do when the port cannot be had.
 */
export async function openDoors(env: Pick<Env, "HOST" | "PORT">): Promise<Doors> {
  let doors: Door[] = [starting];
  const http = createServer((request, response) => {
    for (const door of doors) if (door(request, response)) return;
    response.writeHead(404).end();
  });
  // Slow senders hold a connection, not the house; a waiting call may last, so the answer has no time limit.
  http.headersTimeout = 20_000;
  http.requestTimeout = 60_000;
  http.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    http.once("error", (error) =>
      reject(new AppError("INVALID_INPUT", listenProblem(error, env) ?? error.message, undefined, error)),
    );
    http.listen(env.PORT, env.HOST, resolve);
  });
  return {
    http,
    port: (http.address() as AddressInfo).port,
    open: (opened) => {
      doors = opened;
    },
    close: (milliseconds) =>
      new Promise((resolve) => {
        const end = setTimeout(() => http.closeAllConnections(), milliseconds);
        http.close(() => {
          clearTimeout(end);
          resolve();
        });
        http.closeIdleConnections();
      }),
  };
}

function starting(request: IncomingMessage, response: ServerResponse): boolean {
  const alive = request.url === "/healthz";
  response
    .writeHead(alive ? 200 : 503, { "content-type": "text/plain", "retry-after": "1" })
    .end(alive ? "alive\n" : "Countersign is starting.\n");
  return true;
}
