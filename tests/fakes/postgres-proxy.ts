import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { OWNER } from "../../lib/db/cluster";

/** What is lost, once, of the next message that holds a text. */
type Loss = { text: string; what: "request" | "answer" | "connection"; happened: () => void };

/** The last message of an answer: the server is ready again, and no transaction is open. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

export type PostgresProxy = Awaited<ReturnType<typeof startPostgresProxy>>;

/** Stands between a program and its PostgreSQL, passes everything on, and loses what it is told to lose. */
export async function startPostgresProxy(socketFolder: string) {
  const links = new Set<Link>();
  const wanted: { loss: Loss | null } = { loss: null };
  const server = createServer((client) => {
    const link = new Link(client, connect(`${socketFolder}/.s.PGSQL.5432`), wanted);
    links.add(link);
    link.onEnd(() => links.delete(link));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgresql://${OWNER}@127.0.0.1:${port}/postgres`,
    /**
     * Loses, of the next message to the server that holds this text: the request itself; the answer, once the server
     * has given it whole; or the connection, at once, while the server goes on with the request.
     *
     * @returns Resolves once it has happened.
     */
    lose: (what: Loss["what"], text: string) =>
      new Promise<void>((happened) => {
        wanted.loss = { what, text, happened };
      }),
    stop: async () => {
      for (const link of links) link.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One connection, from the program's end to the server's. */
class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  /** Set while the answer that is to be lost is on its way. */
  #lost: (() => void) | null = null;
  #answer = Buffer.alloc(0);

  constructor(client: Socket, server: Socket, wanted: { loss: Loss | null }) {
    this.#client = client;
    this.#server = server;
    for (const socket of [client, server]) socket.setNoDelay(true).on("error", () => this.cut());
    client.on("data", (chunk: Buffer) => {
      const { loss } = wanted;
      if (!loss || !chunk.includes(loss.text)) return void server.write(chunk);
      wanted.loss = null;
      this.#lose(loss, chunk);
    });
    server.on("data", (chunk: Buffer) => (this.#lost ? this.#swallow(chunk, this.#lost) : client.write(chunk)));
    client.on("end", () => server.end());
    server.on("end", () => client.end());
  }

  onEnd(ended: () => void): void {
    this.#server.on("close", ended);
  }

  cut(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #lose({ what, happened }: Loss, chunk: Buffer): void {
    if (what !== "request") this.#server.write(chunk);
    if (what === "answer") {
      this.#lost = happened;
      return;
    }
    this.#lost = () => {}; // whatever the server still says, nobody hears it
    this.#client.destroy();
    if (what === "request") this.#server.destroy();
    happened();
  }

  #swallow(chunk: Buffer, happened: () => void): void {
    this.#answer = Buffer.concat([this.#answer, chunk]);
    if (!this.#answer.includes(READY)) return;
    this.cut();
    happened();
  }
}
