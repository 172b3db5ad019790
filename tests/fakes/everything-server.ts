import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

const ENTRY = join(import.meta.dirname, "../../node_modules/@modelcontextprotocol/server-everything/dist/index.js");

/** Runs @modelcontextprotocol/server-everything over HTTP in a process of its own, on the port given or any free one. */
export async function startEverything(wanted?: number) {
  const port = wanted ?? (await freePort());
  const child = spawn(process.execPath, [ENTRY, "streamableHttp"], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((ready, failed) => {
    let said = "";
    child.stderr.on("data", (piece) => {
      said += piece;
      if (said.includes("listening")) ready();
    });
    child.once("exit", () => failed(new Error(`server-everything ended: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    port,
    stop: () => {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      return gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
