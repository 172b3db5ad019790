import { inspect } from "node:util";
import type { Opened } from "./opened";

/**
 * A credential on its way into one call's requests. It cannot be printed, serialized or enumerated, and says its
 * value only to a request that goes to the server it was lent for.
 */
export class SecretHeaders {
  readonly #serverId: string;
  #credential: Opened;

  constructor(serverId: string, credential: Opened) {
    this.#serverId = serverId;
    this.#credential = credential;
  }

  /**
   * Appends the credential's header to a raw header array (name, value, name, value …).
   *
   * Throws a plain Error when the request goes to another server or the call is over: both are mistakes of ours.
   */
  appendTo(headers: string[], serverId: string): void {
    if (serverId !== this.#serverId) throw new Error("a credential was lent for another server");
    if (this.#credential) headers.push(this.#credential.header, this.#credential.value);
  }

  /** Whether there is a value at all: a server without a credential is lent empty headers. */
  get isEmpty(): boolean {
    return this.#credential === null;
  }

  /**
   * Takes the value out of what its server said, so that a server which repeats the headers it was sent does not hand
   * its credential to an agent. One that hides the value on purpose (encoded, in pieces) cannot be stopped by this.
   *
   * @param json The text is JSON: the value stands in it as JSON writes it, and what is left is JSON as well.
   */
  blankIn(text: string, json: boolean): string {
    let blanked = text;
    for (const secret of this.#credential ? secretsOf(this.#credential.value) : []) {
      const written = json ? JSON.stringify(secret).slice(1, -1) : secret;
      if (blanked.includes(written)) blanked = blanked.replaceAll(written, "[removed]");
      const slashed = written.replaceAll("/", "\\/"); // some JSON writers escape it
      if (json && slashed !== written && blanked.includes(slashed)) blanked = blanked.replaceAll(slashed, "[removed]");
    }
    return blanked;
  }

  /** Ends the loan; later requests of the same call go without it. */
  giveBack(): void {
    this.#credential = null;
  }

  toJSON(): string {
    return "[secret]";
  }

  toString(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** Shorter ones, and numbers, would be found where they are none. */
const SHORTEST = 8;
const NUMBER = /^[\d.eE+-]*$/;

/** The whole value, and what follows the scheme in it ("Bearer …"). */
function secretsOf(value: string): string[] {
  const parts = [value, value.slice(value.indexOf(" ") + 1)];
  return parts.filter((part, at) => part.length >= SHORTEST && !NUMBER.test(part) && parts.indexOf(part) === at);
}
