/** What stopped an event stream from being read. */
export type StreamFault = "TOO_LARGE" | "NOT_UTF8";

const LF = 0x0a;
const CR = 0x0d;

/**
 * Reads a stream of server-sent events piece by piece and gives the data of its messages. Ids, retry hints, comments
 * and events of other types are skipped: streams are never resumed here.
 *
 * Source: WHATWG HTML, "Interpreting an event stream".
 */
export class SseReader {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #line = "";
  #type = "";
  #data: string | null = null;
  #held = 0;
  #afterCr = false;
  #fault: StreamFault | null = null;

  /** @param maxBytes The largest event, in bytes of UTF-8 (characters are counted, which is never more). */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get fault(): StreamFault | null {
    return this.#fault;
  }

  /** Takes the next piece and gives the messages that it completes. After a fault it gives nothing. */
  push(piece: Uint8Array): string[] {
    const text = this.#fault === null ? this.#decode(piece) : "";
    const messages: string[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      // CR LF is one line end, even when a piece ends between them.
      const isSecondHalf = this.#afterCr && unit === LF;
      this.#afterCr = unit === CR;
      if (unit !== LF && unit !== CR) continue;
      if (!isSecondHalf) {
        this.#endLine(this.#line + text.slice(start, at), messages);
        this.#line = "";
      }
      start = at + 1;
    }
    this.#line += text.slice(start);
    if (this.#line.length + this.#held > this.#maxBytes) this.#fault = "TOO_LARGE";
    return this.#fault === "TOO_LARGE" ? [] : messages;
  }

  #decode(piece: Uint8Array): string {
    try {
      return this.#decoder.decode(piece, { stream: true });
    } catch {
      this.#fault = "NOT_UTF8";
      return "";
    }
  }

  #endLine(line: string, messages: string[]): void {
    if (line === "") {
      const isMessage = this.#type === "" || this.#type === "message";
      if (isMessage && this.#data !== null && this.#data !== "") messages.push(this.#data);
      this.#type = "";
      this.#data = null;
      this.#held = 0;
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const from = colon < 0 ? line.length : line.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1;
    if (field === "event") this.#type = line.slice(from);
    else if (field === "data") {
      this.#data = this.#data === null ? line.slice(from) : `${this.#data}\n${line.slice(from)}`;
      this.#held = this.#data.length;
      if (this.#held > this.#maxBytes) this.#fault = "TOO_LARGE";
    }
  }
}
