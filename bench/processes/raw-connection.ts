import { connect, type Socket } from "node:net";

export type RawAnswer = { status: number; body: string };

/**
 * A keep-alive connection that sends requests as they are and reads answers with the least that can be done: the load
 * must not cost more than what it measures. One request at a time.
 */
export class RawConnection {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | null = null;
  #heard = "";
  #answered: ((answer: RawAnswer) => void) | null = null;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  /** Sends a whole request; calls back with the whole answer, with status 0 when the connection broke. */
  send(request: string, answered: (answer: RawAnswer) => void): void {
    this.#answered = answered;
    this.#heard = "";
    this.#socket ??= this.#open();
    this.#socket.write(request, "latin1");
  }

  close(): void {
    this.#answered = null;
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(): Socket {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true });
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => this.#hear(text));
    socket.on("error", () => {}); // "close" follows
    socket.on("close", () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#finish({ status: 0, body: "the connection was closed" });
    });
    return socket;
  }

  #hear(text: string): void {
    this.#heard = this.#heard === "" ? text : this.#heard + text;
    const heard = this.#heard;
    const end = heard.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = heard.slice(0, end).toLowerCase();
    const at = head.indexOf("content-length: ");
    if (at >= 0) {
      if (heard.length < end + 4 + Number.parseInt(head.slice(at + 16), 10)) return;
    } else if (!heard.endsWith("0\r\n\r\n")) return;
    this.#finish({ status: Number.parseInt(head.slice(9, 12), 10), body: heard.slice(end + 4) });
  }

  #finish(answer: RawAnswer): void {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(answer);
  }
}
