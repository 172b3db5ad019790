import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { markVisit } from "../lib/identity/index";
import type { Door, Doors } from "./doors";

export type Pages = { door: Door; close(): Promise<void> };

/**
 * Starts the pages. Next would attach its own listener for upgrades to the first server it sees, and end sockets that
 * are not its own: it gets a server that never listens, and upgrades that are not the live connection are passed on.
 */
export async function startPages({ http, port }: Doors, root: string, development: boolean): Promise<Pages> {
  const upgrades = createServer();
  const app = next({ dev: development, dir: root, hostname: "localhost", port, httpServer: upgrades });
  await app.prepare();
  const handle = app.getRequestHandler();
  http.on("upgrade", (request, socket, head) => {
    if (request.url?.startsWith("/socket.io/")) return;
    if (development) upgrades.emit("upgrade", request, socket, head);
    else socket.destroy();
  });
  return {
    door: (request: IncomingMessage, response: ServerResponse) => {
      markVisit(request);
      void handle(request, response);
      return true;
    },
    close: () => app.close(),
  };
}
